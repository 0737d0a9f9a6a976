import type { DialogContext } from "../sdk.ts";
import type { Turn } from "../turn.ts";
import { askAgain, leaveAside, note } from "./note.ts";

/** Asks for other words; after a second miss in a row, points to the buttons and offers a person. */
export async function unsure(dc: DialogContext, turn: Turn): Promise<void> {
  if (dc.activeDialog?.id === "which") leaveAside(dc, turn);
  turn.state.misses += 1;
  turn.unanswered = "unsure";
  turn.leaveToPeople();
  const first = turn.state.misses === 1;
  turn.say([
    note(turn, turn.words(first ? "interrupt.rephrase" : "interrupt.twice-unsure"), { offersPerson: !first }),
  ]);
  return askAgain(dc);
}
