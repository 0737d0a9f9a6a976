import type { DialogContext } from "../sdk.ts";
import type { Turn } from "../turn.ts";
import type { Begin } from "../waterfall.ts";
import { note } from "./note.ts";

/** Forgets the matter and asks at the fork again; an open ticket and issued receipts stay. */
export async function startOver(dc: DialogContext, turn: Turn): Promise<void> {
  turn.forget();
  turn.say([note(turn, turn.words("interrupt.restarted"))]);
  dc.stack.splice(0);
  await dc.beginDialog("root", { at: "fork" } satisfies Begin);
}
