import { mend } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import { stackOf } from "../stack.ts";
import type { Turn } from "../turn.ts";
import { askAgain, note } from "./note.ts";

/** Undoes every answer from this one on, and asks its question again. */
export async function rewind(dc: DialogContext, turn: Turn, index: number): Promise<void> {
  if (index < 0) {
    turn.say([note(turn, turn.words("interrupt.nothing-to-undo"))]);
    return askAgain(dc);
  }
  const { state } = turn;
  const undone = state.trail.splice(index);
  state.nonce = null;
  for (const { before } of undone.toReversed()) state.case = { ...state.case, ...before };
  dc.stack.splice(0, dc.stack.length, ...stackOf(undone[0]?.at ?? []));
  mend(dc);
  turn.say([note(turn, turn.words("interrupt.undone"))]);
  return askAgain(dc);
}
