import { standing } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import type { Turn } from "../turn.ts";
import { askAgain, leaveAside, note } from "./note.ts";
import { unsure } from "./unsure.ts";

/** Somebody says that they do not want to delete: what leads there ends, and the account stays. */
export async function keeping(dc: DialogContext, turn: Turn): Promise<void> {
  if (standing(dc)?.step.name === "afterwards") return unsure(dc, turn);
  if (turn.state.case.goal !== "delete") {
    turn.say([note(turn, turn.words("interrupt.keeping"))]);
    return askAgain(dc);
  }
  leaveAside(dc, turn);
  turn.record(null, { decided: false });
  dc.stack.splice(1);
  await dc.beginDialog("stay");
}
