import type { DialogContext } from "botbuilder-dialogs";
import { standing } from "../place.ts";
import { type Line, tell } from "../step.ts";
import type { Turn } from "../turn.ts";
import type { Begin } from "../waterfall.ts";

/** A remark of the desk's own, besides the guide. */
export const note = (
  turn: Turn,
  text: string,
  more: { offersPerson?: boolean; topic?: string | null } = {},
): Line => tell(turn.talk, "I", [], { before: text, ...more });

/** Asks the open question again. */
export async function askAgain(dc: DialogContext): Promise<void> {
  await dc.repromptDialog();
}

/** Begins a dialog on top of the open question, which is asked again when it ends; "back" undoes it. */
export async function stepAside(dc: DialogContext, turn: Turn, dialog: string, at?: string): Promise<void> {
  const place = standing(dc);
  if (place) turn.record(null, {});
  await dc.beginDialog(dialog, { at, aside: true } satisfies Begin);
}
