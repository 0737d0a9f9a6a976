import type { DialogContext } from "botbuilder-dialogs";
import { placeNamed } from "./stack.ts";
import { type Step, tell } from "./step.ts";
import { type Turn, turnOf } from "./turn.ts";
import type { GuideWaterfall } from "./waterfall.ts";

/** The waterfall on top of the stack and the step it stands at. */
export interface Standing {
  waterfall: GuideWaterfall;
  step: Step;
}

/** Where the talk stands, or null when nothing is open or the place has vanished from the guide. */
export function standing(dc: DialogContext): Standing | null {
  const top = dc.activeDialog;
  const waterfall = top && (dc.findDialog(top.id) as GuideWaterfall | undefined);
  const step = waterfall?.step(String(top?.state.step));
  return waterfall && step ? { waterfall, step } : null;
}

/** The newest answered step of this dialog that the guide still has. */
function lastStepIn(turn: Turn, dc: DialogContext, dialog: string): string | null {
  const waterfall = dc.findDialog(dialog) as GuideWaterfall;
  const answered = turn.state.trail.map(({ at }) => placeNamed(at.at(-1) ?? ""));
  return answered.findLast(({ guide, step }) => guide === dialog && waterfall.step(step))?.step ?? null;
}

/** After an edit of the guide: leaves the place alone if it still exists, else goes to the nearest one and says so. */
export async function settle(dc: DialogContext): Promise<void> {
  const turn = turnOf(dc.context);
  if (turn.state.version === turn.guide.version) return;
  turn.state.version = turn.guide.version;
  if (dc.stack.length === 0 || standing(dc)) return;
  turn.say([tell(turn.talk, "I", [], { before: turn.words("place.moved") })]);
  while (dc.activeDialog && !dc.findDialog(dc.activeDialog.id)) dc.stack.pop();
  const top = dc.activeDialog;
  if (!top) return;
  const waterfall = dc.findDialog(top.id) as GuideWaterfall;
  if (waterfall.step(String(top.state.step))) return;
  const nearest = waterfall.after(lastStepIn(turn, dc, top.id));
  if (nearest) await waterfall.enter(dc, nearest);
}
