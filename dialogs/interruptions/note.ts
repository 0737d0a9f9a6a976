import { DialogStack } from "../dialog-stack.ts";
import { locate } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import type { Case } from "../state.ts";
import { type Message, message } from "../step.ts";
import { type TurnScope, turnScopeOf } from "../turn-scope.ts";
import type { Begin } from "../waterfall.ts";

/** A remark of the desk's own, besides the guide. */
export const note = (
  turn: TurnScope,
  text: string,
  more: { offersPerson?: boolean; topic?: string | null; copy?: true } = {},
): Message => message(turn.context, "I", [], { before: text, ...more });

/** Asks the open question again, or goes on from its place when there is nothing to ask there any more. */
export async function askAgain(dc: DialogContext): Promise<void> {
  const place = locate(dc);
  if (!place) return;
  await dc.repromptDialog();
  if (!turnScopeOf(dc.context).open) await place.waterfall.enter(dc, place.step.name);
}

/** Gives up a question that had stepped in between, so that never two of them lie on each other. */
export function popDetours(dc: DialogContext, turn: TurnScope): void {
  if (new DialogStack(dc).popDetours()) turn.state.nonce = null;
}

/** Begins a dialog on top of the open question, which is asked again when it ends; "back" undoes it. */
export async function pushDetour(
  dc: DialogContext,
  turn: TurnScope,
  dialog: string,
  change: Partial<Case> = {},
  at?: string,
): Promise<void> {
  popDetours(dc, turn);
  turn.record(null, change);
  await dc.beginDialog(dialog, { aside: true, ...(at ? { at } : {}) } satisfies Begin);
}

/** Says that the desk is sorry and offers a person, once in a conversation. */
export function acknowledgeAnger(turn: TurnScope): void {
  if (turn.state.angerMet) return;
  turn.state.angerMet = true;
  turn.say([note(turn, turn.words("interrupt.anger"), { offersPerson: true })]);
}

/** Asks for other words; after a second miss in a row, points to the buttons and offers a person. */
export async function unsure(dc: DialogContext, turn: TurnScope): Promise<void> {
  if (dc.activeDialog?.id === "which") popDetours(dc, turn);
  turn.state.misses += 1;
  turn.unanswered = "unsure";
  turn.leaveToPeople();
  const first = turn.state.misses === 1;
  turn.say([
    note(turn, turn.words(first ? "interrupt.rephrase" : "interrupt.twice-unsure"), { offersPerson: !first }),
  ]);
  return askAgain(dc);
}
