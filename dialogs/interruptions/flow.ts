import { forkFor } from "../fork.ts";
import type { DialogContext } from "../sdk.ts";
import type { Turn } from "../turn.ts";
import { askAgain } from "./note.ts";

/** Begins what a topic stands for at the fork, as if it had been said there; "back" leads to the place that was left. */
export async function beginFlow(dc: DialogContext, turn: Turn, topic: string): Promise<void> {
  const choice = forkFor(turn.talk, topic);
  if (!choice) return askAgain(dc);
  if (dc.stack.length > 1) turn.record(null, {});
  dc.stack.splice(0, dc.stack.length, { id: "root", state: { step: "fork" } });
  turn.answer = { kind: "choice", choice, topic };
  await dc.continueDialog();
}
