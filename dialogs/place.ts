import { DialogStack, placeNamed } from "./dialog-stack.ts";
import type { DialogContext } from "./sdk.ts";
import { message, type Step } from "./step.ts";
import { type TurnScope, turnScopeOf } from "./turn-scope.ts";
import type { GuideWaterfall } from "./waterfall.ts";

/** The waterfall on top of the stack and the step it stands at. */
export interface Location {
  waterfall: GuideWaterfall;
  step: Step;
}

/** Returns the place where the conversation stands; null when nothing is open or the guide no longer has the place. */
export const locate = (dc: DialogContext): Location | null => locateAt(dc, dc.stack.length - 1);

/**
 * Returns the waterfall at an index of the stack, counted from the bottom, and its step; null if the guide has
 * neither.
 */
export function locateAt(dc: DialogContext, index: number): Location | null {
  const instance = dc.stack[index];
  const waterfall = instance && (dc.findDialog(instance.id) as GuideWaterfall | undefined);
  const step = waterfall?.step(String(instance?.state.step));
  return waterfall && step ? { waterfall, step } : null;
}

/** Returns the newest answered step of a dialog that the guide still has; null if there is none. */
function lastStepIn(turn: TurnScope, dc: DialogContext, dialog: string): string | null {
  const waterfall = dc.findDialog(dialog) as GuideWaterfall;
  const answered = turn.state.trail.map(({ at }) => placeNamed(at.at(-1) ?? ""));
  return answered.findLast(({ guide, step }) => guide === dialog && waterfall.step(step))?.step ?? null;
}

/** Puts the nearest place where the guide no longer has the one on the stack; true when something was moved. */
export function repairPlace(dc: DialogContext): boolean {
  const turn = turnScopeOf(dc.context);
  let moved = new DialogStack(dc).dropUnknown();
  for (const { id, state } of dc.stack) {
    const waterfall = dc.findDialog(id) as GuideWaterfall;
    if (waterfall.step(String(state.step))) continue;
    state.step = waterfall.after(lastStepIn(turn, dc, id));
    moved = true;
  }
  return moved;
}

/**
 * Moves a place that an edit of the guide removed to the nearest one, says so and asks there. Returns whether it
 * moved.
 */
export async function settlePlace(dc: DialogContext): Promise<boolean> {
  const turn = turnScopeOf(dc.context);
  if (turn.state.version === turn.guide.version) return false;
  turn.state.version = turn.guide.version;
  if (!repairPlace(dc)) return false;
  turn.state.nonce = null;
  turn.say([message(turn.context, "I", [], { before: turn.words("place.moved") })]);
  const place = locate(dc);
  if (place) await place.waterfall.enter(dc, place.step.name);
  return true;
}
