import { placeNamed } from "../../dialogs/stack.ts";
import type { Case, TalkState } from "../../dialogs/state.ts";
import type { Ticket } from "../store/ticket.ts";

type Outcome = Ticket["trail"][number]["outcome"];

/** Choices that pass something over. */
const PASSES: ReadonlySet<string | null> = new Set(["carry-on", "skip", null]);

/** What the person has done so far, step by step. They are stuck with what is still open, and where they asked for somebody or the guide ended. */
export function trailOf({ trail }: TalkState, known: Case): Ticket["trail"] {
  return trail.map(({ at, answer }, index) => {
    const place = placeNamed(at.at(-1) ?? "");
    const here = index === trail.length - 1 && (answer === null || known.cause === "deadend");
    const open = place.guide === "checklist" && known.checklist[place.step] === "open";
    const outcome: Outcome = here || open ? "stuck" : PASSES.has(answer) ? "skipped" : "done";
    return { ...place, answer, outcome };
  });
}
