import type { AddressFault } from "../src/runtime/email-address.ts";
import type { RequestFacts } from "./copy.ts";
import { placeNamed } from "./dialog-stack.ts";
import { describeFault } from "./escalate-address.ts";
import type { Interruption, PressedButton } from "./interpreted-message.ts";
import { command, rewind, startOver, undo } from "./interruptions/command.ts";
import { handleDistress, staysWithSupport, stayWith } from "./interruptions/distress.ts";
import { askAgain, note, popDetours, pushDetour } from "./interruptions/note.ts";
import { remark } from "./interruptions/remark.ts";
import { beginFlow, topic, which } from "./interruptions/topic.ts";
import { fromMenu, keepAccount, wish } from "./interruptions/wish.ts";
import { locate } from "./place.ts";
import type { DialogContext } from "./sdk.ts";
import type { Redirect, StepAnswer } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";
import type { GuideWaterfall } from "./waterfall.ts";

/** Explains where an old button belongs and where the conversation stands, and offers to go back there. */
async function oldButton(dc: DialogContext, turn: TurnScope, button: PressedButton): Promise<void> {
  popDetours(dc, turn);
  const { trail } = turn.state;
  const index = trail.findLastIndex(({ nonce }) => nonce === button.nonce);
  const here = locate(dc)?.step.title(turn.context) ?? turn.words("places.fork");
  const there = trail[index];
  if (!there) {
    turn.say([note(turn, turn.words("interrupt.button-gone", { here }))]);
    return askAgain(dc);
  }
  if (index === trail.length - 1 && there.answer === button.choice) {
    turn.say([note(turn, turn.words("interrupt.button-twice", { here }))]);
    return askAgain(dc);
  }
  turn.say([
    note(turn, turn.words("interrupt.button-old", { there: titleOf(dc, turn, there.at.at(-1) ?? ""), here })),
  ]);
  return pushDetour(dc, turn, "old-button", { staleNonce: button.nonce });
}

const titleOf = (dc: DialogContext, turn: TurnScope, place: string): string => {
  const { guide, step } = placeNamed(place);
  const waterfall = dc.findDialog(guide) as GuideWaterfall | undefined;
  return waterfall?.step(step)?.title(turn.context) ?? turn.words("places.fork");
};

const addressRefused = ({ words }: TurnScope, fault: AddressFault | null): string =>
  fault === null ? words("address.denied") : `${describeFault(words, fault)} ${words("address.send-again")}`;

/** Reports whether a message was not understood, or is out of this desk's scope. */
const isMiss = (what: Interruption | Redirect): boolean =>
  (what.kind === "remark" && what.act.act === "unclear") ||
  what.kind === "ask-back" ||
  (what.kind === "topic" && what.topic === "oos");

/** Asks whether an option of the open question was meant, in the option's own words. */
function askBack(dc: DialogContext, turn: TurnScope, option: string): Promise<void> {
  const asked = locate(dc)?.step;
  const shown = asked && turn.view(asked);
  const question = shown && "ask" in shown ? shown.ask : null;
  const choice = question?.choices.find(({ id }) => id === option);
  if (!question || !choice) return askAgain(dc);
  const text =
    question.standing?.option === option
      ? question.standing.question
      : turn.words("confirm.meant", { answer: choice.title });
  return pushDetour(dc, turn, "confirm", { maybe: { option, question: text, nonce: null } });
}

/** Asks whether an earlier answer is to be changed. */
function correct(dc: DialogContext, turn: TurnScope, at: number, option: string): Promise<void> {
  const answered = turn.state.trail[at];
  const place = placeNamed(answered?.at.at(-1) ?? "");
  const step = (dc.findDialog(place.guide) as GuideWaterfall | undefined)?.step(place.step);
  const shown = step?.show({ ...turn.context, case: { ...turn.state.case, ...answered?.before } });
  const choice = shown && "ask" in shown ? shown.ask.choices.find(({ id }) => id === option) : undefined;
  if (!answered || !choice) return askAgain(dc);
  const question = turn.words("confirm.instead", { answer: choice.title });
  return pushDetour(dc, turn, "confirm", { maybe: { option, question, nonce: answered.nonce } });
}

/** Takes an answer at the question that is open now. */
async function answerHere(dc: DialogContext, turn: TurnScope, answer: StepAnswer): Promise<void> {
  turn.answer = answer;
  await locate(dc)?.waterfall.continueDialog(dc);
}

/** Reports whether the text changes an answer of the open place. */
const isEdit = (dc: DialogContext, { said, context }: TurnScope): boolean =>
  said !== null && locate(dc)?.step.isEdit?.(context, said) === true;

/** Handles whatever is not the answer to the open question, in this one place; then the open question is asked again. */
export async function interrupt(
  dc: DialogContext,
  turn: TurnScope,
  what: Interruption | Redirect,
  world: RequestFacts,
): Promise<void> {
  if (what.kind !== "distress" && staysWithSupport(dc, turn, what)) return stayWith(dc, turn);
  if (!isMiss(what)) turn.state.misses = turn.state.strays = 0;
  switch (what.kind) {
    case "command":
      return command(dc, turn, what.command, world, "sure" in what ? what.sure : true);
    case "old-button":
      return oldButton(dc, turn, what.button);
    case "topic":
      return topic(dc, turn, what.topic, world);
    case "which":
      return which(dc, turn, what.topics, world);
    case "silence":
      return pushDetour(dc, turn, "welcome-back");
    case "told":
      return askAgain(dc);
    case "not-an-address":
      turn.say([note(turn, addressRefused(turn, what.fault))]);
      return askAgain(dc);
    case "distress":
      return handleDistress(dc, turn, what.distress);
    case "ask-back":
      return askBack(dc, turn, what.option);
    case "correct":
      return correct(dc, turn, what.at, what.option);
    case "wish":
      return wish(dc, turn, what.act, world);
    case "remark":
      if (what.act.act === "repair" && isEdit(dc, turn))
        return answerHere(dc, turn, { kind: "text", text: turn.said ?? "" });
      return remark(dc, turn, what.act);
    case "too-early":
      turn.say([note(turn, turn.words("interrupt.too-early"))]);
      return askAgain(dc);
    case "menu":
      return fromMenu(dc, turn, what.choice, world);
    case "flow":
      return beginFlow(dc, turn, what.topic);
    case "restart":
      return startOver(dc, turn);
    case "keep":
      return keepAccount(dc, turn);
    case "answer":
      return answerHere(dc, turn, { kind: "choice", choice: what.choice, topic: null });
    case "rewind":
      return rewind(
        dc,
        turn,
        turn.state.trail.findLastIndex(({ nonce }) => nonce === what.nonce),
      );
    case "answer-again":
      undo(
        dc,
        turn,
        turn.state.trail.findLastIndex(({ nonce }) => nonce === what.nonce),
      );
      return answerHere(dc, turn, { kind: "choice", choice: what.choice, topic: null });
    default:
      return what satisfies never;
  }
}
