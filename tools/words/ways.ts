import type { Activity } from "../../src/store/records.ts";
import type { RunTurn, Stop } from "../guide-check/crawl.ts";

/** One turn of a way: where it ended, what was pressed, and what was read. */
export interface Turn {
  place: string;
  pressed: string;
  said: readonly Activity[];
  stop: Stop;
}

/** What the cooperative person presses at a place, as the id of the choice; the first row that fits counts. */
const USUAL: readonly [place: RegExp, choice: RegExp][] = [
  [/^root\.fork$/, /^delete$/],
  [/^weigh\.reason$/, /^other$/],
  [/^(weigh\.check|alternatives\.)/, /^carry-on$/],
  [/^weigh\.plans$/, /^unlikely$/],
  [/^weigh\.decision$/, /^yes$/],
  [/account-type$/, /^freelancer$/],
  [/^checklist\./, /^done$/],
  [/^steps\.pace$/, /^one-at-a-time$/],
  [/^steps\.last-warning$/, /^go-on$/],
  [/^steps\./, /^see$/],
];

/** More turns than any way through closing takes. */
const MOST_TURNS = 60;

export const guideOf = ({ channelData }: Activity) =>
  (channelData?.["guide"] ?? {}) as { node?: string | null; step?: string | null };

/** Returns the place where a turn ended, as `dialog.step`. */
export const placeAfter = (said: readonly Activity[]): string =>
  said.map((activity) => guideOf(activity).step).findLast((step) => typeof step === "string") ?? "";

/** Goes from the welcome to the receipt of the last click (N13) with the usual click at every question. */
export async function usualWay(runTurn: RunTurn, begun: Pick<Stop, "state" | "ticket">): Promise<Turn[]> {
  let { said, stop } = await runTurn(begun, { type: "conversationUpdate" });
  const turns: Turn[] = [{ place: placeAfter(said), pressed: "", said, stop }];
  while (!said.some((activity) => guideOf(activity).node === "N13")) {
    const place = placeAfter(said);
    const choice = USUAL.find(([at]) => at.test(place))?.[1];
    const button = stop.buttons.find(({ value }) => choice?.test(value.choice));
    if (button === undefined || turns.length > MOST_TURNS)
      throw new Error(`the usual way ends at ${place}, turn ${turns.length}`);
    const { title, value } = button;
    ({ said, stop } = await runTurn(stop, { type: "message", text: title, value }));
    turns.push({ place: placeAfter(said), pressed: title, said, stop });
  }
  return turns;
}
