import type { DialogContext } from "./sdk.ts";
import type { StepContext } from "./step.ts";
import type { GuideWaterfall } from "./waterfall.ts";

/** Counts the questions that may still follow the open one, given the case. */
export function questionsLeft(dc: DialogContext, context: StepContext): number {
  const seen = new Set<string>();
  return dc.stack.reduce((count, { id, state }) => {
    const waterfall = dc.findDialog(id) as GuideWaterfall | undefined;
    return id === "root" || !waterfall
      ? count
      : count + asksFrom(dc, waterfall, context, String(state["step"]), seen);
  }, 0);
}

/** Counts the questions of a waterfall after a step, or all of them, with those of the dialogs that it begins. */
function asksFrom(
  dc: DialogContext,
  waterfall: GuideWaterfall,
  context: StepContext,
  after: string | null,
  seen: Set<string>,
): number {
  if (seen.has(waterfall.id)) return 0;
  seen.add(waterfall.id);
  return waterfall.stepsAfter(after).reduce((count, step) => {
    const shown = step.show(context);
    if ("ask" in shown) return count + 1;
    if (!("move" in shown) || shown.move.kind !== "begin") return count;
    const begun = dc.findDialog(shown.move.dialog) as GuideWaterfall | undefined;
    return begun ? count + asksFrom(dc, begun, context, null, seen) : count;
  }, 0);
}
