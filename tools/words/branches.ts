import { commandOf } from "../../src/bot/rendering/buttons.ts";
import type { Activity } from "../../src/store/records.ts";
import type { RunTurn, Stop } from "../guide-check/crawl.ts";
import { placeAfter, type Turn } from "./ways.ts";

/** A turn of the crawl, with the turns on the way to it, oldest first. */
export interface Branch {
  before: readonly Turn[];
  turn: Turn;
}

/** What is typed where a question takes no choice, or words as well. */
const TYPED = "I kept to the rules all those years.";

/** Every answer that can be pressed, without the commands that are always there; a text where one is asked for. */
function answersAt({ buttons, open }: Stop): Activity[] {
  const pressed = buttons
    .filter(({ value }) => commandOf(value.choice) === null)
    .map(({ title, value }) => ({ type: "message", text: title, value }));
  return open?.takes === "text" ? [...pressed, { type: "message", text: TYPED }] : pressed;
}

/** Presses every option of every question at least once, each by a shortest way from the welcome. */
export async function branches(runTurn: RunTurn, begun: Pick<Stop, "state" | "ticket">): Promise<Branch[]> {
  const first = await runTurn(begun, { type: "conversationUpdate" });
  const start: Branch = { before: [], turn: { place: placeAfter(first.said), pressed: "", ...first } };
  const found: Branch[] = [start];
  const seen = new Set([first.stop.place]);
  const open: Branch[] = [start];
  for (let at = open.shift(); at; at = open.shift()) {
    const before = [...at.before, at.turn];
    for (const input of answersAt(at.turn.stop)) {
      const { said, stop } = await runTurn(at.turn.stop, input);
      const branch: Branch = {
        before,
        turn: { place: placeAfter(said), pressed: input.text ?? "", said, stop },
      };
      found.push(branch);
      if (seen.has(stop.place)) continue;
      seen.add(stop.place);
      open.push(branch);
    }
  }
  return found;
}
