import { languageIn } from "../../src/guide/other-languages.ts";
import { DialogStack, placesOf } from "../dialog-stack.ts";
import { menuButtons } from "../main-menu.ts";
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

/** Asks the open question again, or continues from its place when there is nothing to ask any more. */
export async function askAgain(dc: DialogContext): Promise<void> {
  const place = locate(dc);
  if (!place) return;
  await dc.repromptDialog();
  if (!turnScopeOf(dc.context).open) await place.waterfall.enter(dc, place.step.name);
}

/** Closes detours, so that there is never more than one. */
export function popDetours(dc: DialogContext, turn: TurnScope): void {
  if (!new DialogStack(dc).popDetours()) return;
  turn.state.nonce = null;
  const here = placesOf(turn.state.dialogStack).join();
  const last = turn.state.trail.at(-1);
  if (last?.answer === null && last.at.join() === here) turn.state.trail.pop();
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

/** Apologizes and offers a person, once in a conversation. */
export function acknowledgeAnger(turn: TurnScope): void {
  if (turn.state.angerMet) return;
  turn.state.angerMet = true;
  turn.say([note(turn, turn.words("interrupt.anger"), { offersPerson: true })]);
}

/**
 * Answers a message that was not understood and asks again; after a second miss in a row it offers a person. `words`:
 * it holds words of the language, so it may be an answer that fits none of the options.
 */
export async function unclear(dc: DialogContext, turn: TurnScope, words: boolean): Promise<void> {
  popDetours(dc, turn);
  turn.state.misses += 1;
  turn.unanswered = "unsure";
  const first = turn.state.misses === 1;
  hearLocale(dc, turn);
  const text = !first ? "interrupt.twice-unsure" : words ? unclearAt(dc) : "interrupt.rephrase";
  turn.say([note(turn, turn.words(text), { offersPerson: !first })]);
  return askAgain(dc);
}

/** Explains in the person's language what the desk understands and what they can do, with buttons in that language. */
export function tellLanguage(dc: DialogContext, turn: TurnScope): void {
  const text = turn.native?.["only-english"] ?? turn.words("language.only-english");
  turn.say([note(turn, text, { offersPerson: true })]);
  if (dc.activeDialog?.id !== "root") turn.menu = menuButtons(turn.context);
}

/** Explains in the person's language that a person will answer and that the desk goes on in its own language. */
export function sayPerson(turn: TurnScope): void {
  const { language } = turn.state;
  const native = turn.native ?? (language === null ? null : turn.titlesIn(language));
  if (native !== null && !turn.waits) turn.say([note(turn, native["to-person"])]);
}

/** Mentions the other language of the person's device, once, where it may be why they were not understood. */
function hearLocale(dc: DialogContext, turn: TurnScope): void {
  const { state, guide } = turn;
  const [locale] = turn.locales;
  if (locale === undefined || state.localeHeard || state.language !== null) return;
  if (languageIn(locale) === languageIn(guide.locale) || turn.titlesIn(locale) === null) return;
  state.localeHeard = true;
  turn.language = locale;
  tellLanguage(dc, turn);
}

/** Returns the message key for text that was not understood, by what is open. */
function unclearAt(dc: DialogContext): "interrupt.tell-more" | "interrupt.which-fits" {
  const open = dc.activeDialog?.id ?? "";
  return open === "root" || open === "question" ? "interrupt.tell-more" : "interrupt.which-fits";
}
