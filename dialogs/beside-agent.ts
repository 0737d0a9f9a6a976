import type { BesideAgent, WishReader, WishToDesk } from "../src/nlu/answers/wish-to-desk.ts";
import { normalize } from "../src/nlu/normalize.ts";
import { conversationCopyText, type RequestFacts } from "./copy.ts";
import { DialogStack, placesOf, stackOf } from "./dialog-stack.ts";
import { askWhetherToErase } from "./erase.ts";
import type { PersonMessage } from "./interpreted-message.ts";
import { note } from "./interruptions/note.ts";
import { locate } from "./place.ts";
import { DialogContext, type DialogSet, type TurnContext } from "./sdk.ts";
import type { ConversationState } from "./state.ts";
import { type TurnScope, turnScopeOf } from "./turn-scope.ts";
import { askWhetherToWithdraw } from "./withdraw.ts";

/** What a message is beside an agent. `isTyped`: in words, which count only where nobody spoke since the question. */
export type ReadBeside = { settles: BesideAgent; isTyped: boolean } | null;

type Confirmed = Exclude<WishToDesk, "copy">;

/** the places at which each wish is confirmed */
const CONFIRMS: Record<Confirmed, string> = { erase: "erase.confirm", withdraw: "withdraw.withdraw" };

const confirmedAt = (place: string | undefined): Confirmed | null =>
  place === CONFIRMS.erase ? "erase" : place === CONFIRMS.withdraw ? "withdraw" : null;

/** Returns the wish whose confirmation is open beside an agent, or null when no such question is open any more. */
export function openBeside({ besideAgent, nonce, dialogStack }: ConversationState): Confirmed | null {
  const top = dialogStack.at(-1);
  if (besideAgent === null || besideAgent !== nonce || top === undefined) return null;
  return confirmedAt(`${top.id}.${String(top.state["step"])}`);
}

/** Closes the question that was asked beside an agent, as if it had not been asked. */
export function closeBeside(turn: TurnScope): void {
  const { state } = turn;
  if (openBeside(state) !== null) {
    const below = placesOf(state.dialogStack.slice(0, -1));
    state.dialogStack.pop();
    state.nonce = null;
    const asked = state.trail.at(-1);
    if (asked?.answer === null && asked.at.join() === below.join()) {
      state.trail.pop();
      state.case = { ...state.case, ...asked.before };
      state.dialogStack.splice(0, state.dialogStack.length, ...stackOf(asked.at));
      state.nonce = asked.nonce === "" ? null : asked.nonce;
    }
  }
  state.besideAgent = null;
  turn.beginHere();
}

const wish = (wished: WishToDesk, isTyped: boolean): ReadBeside => ({
  settles: { kind: "wish", wish: wished },
  isTyped,
});

/** Reads whether a message to an agent is the desk's to answer; null for all that the agent is to answer. */
export function readBeside(
  { text, button }: Pick<PersonMessage, "text" | "button">,
  { state, words }: TurnScope,
  reader: WishReader,
): ReadBeside {
  const open = openBeside(state);
  if (button) {
    const { command } = button;
    if (command !== null)
      return command === "copy" ? wish("copy", false) : command === "cancel" ? wish("withdraw", false) : null;
    const about = confirmedAt(button.step);
    if (about === null) return button.choice === "withdraw" ? wish("withdraw", false) : null;
    const answer = button.choice === "yes" || button.choice === "no" ? button.choice : null;
    if (answer !== null && about === open && button.nonce === state.nonce)
      return { settles: { kind: "answer", choice: answer }, isTyped: false };
    return answer === "yes" ? wish(about, false) : null;
  }
  const folded = normalize(text);
  const titled = (title: string): boolean => normalize(title) === folded;
  if (open !== null) {
    const choice = (["yes", "no"] as const).find((one) => titled(words(`${open}.${one}`)));
    const answer = choice ?? reader.plainAnswer(text);
    if (answer !== null) return { settles: { kind: "answer", choice: answer }, isTyped: true };
  }
  if (titled(words("withdraw.button"))) return wish("withdraw", true);
  const wished = reader.wishToDesk(text);
  return wished === null ? null : wish(wished, true);
}

/** What kind of notice the desk's answer beside an agent is. */
export type BesideKind =
  | "ask-erase"
  | "ask-withdraw"
  | "kept"
  | "copied"
  | "erase-held"
  | "erasing"
  | "withdrawn";

/**
 * Carries out what the person settles with the desk beside an agent, in the bot's own dialogs. The bot's own question
 * stays, and is asked again only when no agent has the conversation any more.
 */
export async function settleBeside(
  dialogs: DialogSet,
  context: TurnContext,
  settles: BesideAgent,
  world: RequestFacts,
): Promise<BesideKind> {
  const turn = turnScopeOf(context);
  const open = openBeside(turn.state);
  if (settles.kind === "wish") closeBeside(turn);
  const dc = new DialogContext(dialogs, context, { dialogStack: turn.state.dialogStack });
  if (dc.stack.length === 0) new DialogStack(dc).reset("fork");
  const kind = await (settles.kind === "wish"
    ? ask(dc, turn, settles.wish, world)
    : answer(dc, turn, open ?? "withdraw", settles.choice));
  const isBots = kind === "withdrawn" || kind.startsWith("ask-") || kind === "erasing";
  if (!isBots) turn.open = null;
  return kind;
}

async function ask(
  dc: DialogContext,
  turn: TurnScope,
  wished: WishToDesk,
  world: RequestFacts,
): Promise<BesideKind> {
  switch (wished) {
    case "copy":
      turn.say([note(turn, await conversationCopyText(turn, world), { copy: true })]);
      return "copied";
    case "withdraw":
      await askWhetherToWithdraw(dc, turn);
      return "ask-withdraw";
    case "erase":
      if (await world.isHeld()) {
        turn.say([note(turn, turn.words("erase.held"))]);
        return "erase-held";
      }
      await askWhetherToErase(dc, turn);
      return "ask-erase";
    default:
      return wished satisfies never;
  }
}

async function answer(
  dc: DialogContext,
  turn: TurnScope,
  open: Confirmed,
  choice: "yes" | "no",
): Promise<BesideKind> {
  const place = locate(dc);
  const given = { kind: "choice", choice, topic: null } as const;
  if (choice === "no") {
    turn.say(place?.step.take?.(turn.context, given).says);
    closeBeside(turn);
    return "kept";
  }
  turn.answer = given;
  await place?.waterfall.continueDialog(dc);
  return open === "erase" ? "erasing" : "withdrawn";
}
