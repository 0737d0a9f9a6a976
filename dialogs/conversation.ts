import type { TurnContext } from "botbuilder";
import { DialogContext, DialogSet } from "botbuilder-dialogs";
import type { Guide } from "../src/guide/load.ts";
import type { Meaning, OpenQuestion } from "../src/understand/meaning.ts";
import { makeAlternatives } from "./alternatives.ts";
import { makeAsides } from "./asides.ts";
import { readButton } from "./button.ts";
import { makeChecklist } from "./checklist.ts";
import { makeClose } from "./close.ts";
import { commandChoices, commandOf } from "./commands.ts";
import { makeDraft } from "./draft.ts";
import { makeEscalate } from "./escalate.ts";
import { makeFeedback } from "./feedback.ts";
import { type Interruption, interrupt, type World } from "./interrupt.ts";
import { settle, standing } from "./place.ts";
import { makeQuestion } from "./question.ts";
import { makeRestore } from "./restore.ts";
import { makeRestoreWays } from "./restore-way.ts";
import { makeRoot } from "./root.ts";
import { makeStay } from "./stay.ts";
import type { Answer } from "./step.ts";
import { makeSteps } from "./steps.ts";
import { type Turn, turnOf } from "./turn.ts";
import { makeWeigh } from "./weigh.ts";

/** What came in: words, a button's value, and whether secrets were masked in the words. */
export interface Incoming {
  kind: "start" | "message";
  text: string;
  value: unknown;
  masked: boolean;
}

/** What the conversation asks of the world around it. */
export interface Ears extends World {
  /** the meaning of a text where it was said */
  understand(
    text: string,
    context: { question: OpenQuestion | null; lastTopic: string | null; now: Date },
  ): Promise<Meaning>;
  /** after this much silence (milliseconds) people are welcomed back */
  welcomeBackAfter: number;
}

/** All waterfalls of the desk in one set; a duplicate id would be renamed silently, so the ids are checked by a test. */
export function makeDialogs(guide: Guide): DialogSet {
  const set = new DialogSet();
  for (const dialog of [
    makeRoot(),
    makeQuestion(),
    makeWeigh(),
    makeAlternatives(guide),
    makeClose(),
    makeChecklist(guide),
    makeSteps(guide),
    makeStay(),
    makeRestore(),
    ...makeRestoreWays(guide),
    makeDraft(guide),
    makeEscalate(),
    makeFeedback(),
    ...makeAsides(),
  ]) {
    set.add(dialog);
  }
  return set;
}

/** One turn of a talk: settle the place, understand, let an interruption step in or the open waterfall take the answer. */
export async function converse(
  dialogs: DialogSet,
  context: TurnContext,
  incoming: Incoming,
  ears: Ears,
): Promise<void> {
  const turn = turnOf(context);
  const dc = new DialogContext(dialogs, context, { dialogStack: turn.state.dialogStack });
  if (incoming.kind === "start") {
    if (dc.stack.length === 0) await dc.beginDialog("root");
    return;
  }
  if (dc.stack.length === 0) dc.stack.push({ id: "root", state: { step: "fork" } });
  await settle(dc);
  turn.open = null;
  const question = openQuestion(dc, turn);
  const heard = await hear(turn, incoming, question, ears);
  if (heard.kind === "answer") {
    turn.state.misses = 0;
    turn.answer = heard.answer;
    await dc.continueDialog();
    if (turn.leap) await leap(dc, turn, ears);
  } else {
    await interrupt(dc, turn, heard, ears);
  }
}

async function leap(dc: DialogContext, turn: Turn, ears: Ears): Promise<void> {
  if (turn.leap?.kind === "topic") dc.stack.pop();
  if (turn.leap) await interrupt(dc, turn, turn.leap, ears);
}

function openQuestion(dc: DialogContext, turn: Turn): OpenQuestion | null {
  const shown = standing(dc)?.step.show(turn.talk);
  return shown && "ask" in shown ? shown.ask : null;
}

type Heard = { kind: "answer"; answer: Answer } | Interruption;

const OFFER = "the-person-just-offered";

/** What the incoming words or button mean here: an answer to the open question, or an interruption. */
async function hear(
  turn: Turn,
  incoming: Incoming,
  question: OpenQuestion | null,
  ears: Ears,
): Promise<Heard> {
  const button = readButton(incoming.value) ?? readButton(incoming.text);
  if (button) {
    const command = commandOf(button.choice);
    if (command) return { kind: "command", command };
    if (button.nonce !== turn.state.nonce) return { kind: "old-button", button };
    const known = question?.choices.some(({ id }) => id === button.choice);
    return known
      ? { kind: "answer", answer: { kind: "choice", choice: button.choice, topic: null } }
      : { kind: "old-button", button };
  }
  const silent = turn.now.getTime() - Date.parse(turn.state.lastSeen) > ears.welcomeBackAfter;
  const meaning = await ears.understand(incoming.text, {
    question: withOffer(turn, question),
    lastTopic: turn.state.lastTopic,
    now: turn.now,
  });
  turn.meaning = meaning;
  return toHeard(turn, meaning, silent, incoming.masked);
}

/** The open question with the buttons that are always there, and a bare yes meaning the person just offered. */
function withOffer(turn: Turn, question: OpenQuestion | null): OpenQuestion {
  const choices = [...(question?.choices ?? []), ...commandChoices(turn.words, turn.state.trail.length > 0)];
  if (turn.state.offered && !choices.some(({ means }) => means === "yes")) {
    choices.push({ id: OFFER, title: turn.words("commands.human"), means: "yes" });
  }
  return { choices, takes: question?.takes ?? "choice" };
}

function toHeard(turn: Turn, meaning: Meaning, silent: boolean, masked: boolean): Heard {
  if (meaning.kind === "command") return { kind: "command", command: meaning.command };
  if (meaning.kind === "choice") {
    const command = meaning.choice === OFFER ? "human" : commandOf(meaning.choice);
    if (command) return { kind: "command", command };
  }
  if (silent && turn.state.dialogStack.length > 0 && turn.state.nonce !== null) return { kind: "silence" };
  if (masked) turn.say([masking(turn)]);
  if (meaning.anger && !turn.state.angerMet && meaning.kind !== "choice") return { kind: "anger" };
  switch (meaning.kind) {
    case "choice":
      return {
        kind: "answer",
        answer: { kind: "choice", choice: meaning.choice, topic: meaning.guess.topic },
      };
    case "moment":
      return { kind: "answer", answer: { kind: "moment", moment: meaning.moment } };
    case "email":
      return { kind: "answer", answer: { kind: "email", address: meaning.address } };
    case "text":
      return { kind: "answer", answer: { kind: "text", text: meaning.text } };
    case "topic":
      return { kind: "topic", topic: meaning.topic };
    case "which":
      return { kind: "which", topics: meaning.topics };
    case "unsure":
      return masked ? { kind: "masked" } : { kind: "unsure" };
    default:
      return meaning satisfies never;
  }
}

const masking = (turn: Turn) => ({
  text: turn.words("interrupt.masked"),
  node: "I",
  topic: null,
  passages: [],
  offersPerson: false,
});
