import type { FindDistress } from "../src/nlu/distress/distress.ts";
import type { Choice, Command, Interpretation, OpenQuestion, TopicGuess } from "../src/nlu/interpretation.ts";
import { normalize } from "../src/nlu/normalize.ts";
import type { Slots } from "../src/nlu/slots.ts";
import { type OfferedCommand, offerCommand, STANDING_COMMANDS, type StandingCommand } from "./commands.ts";
import type { RequestFacts } from "./copy.ts";
import { answerToSupport } from "./distress.ts";
import type { InterpretedMessage, OpenPlace, PersonMessage, PressedButton } from "./interpreted-message.ts";
import { acknowledgeAnger, note } from "./interruptions/note.ts";
import type { Case } from "./state.ts";
import type { StepAnswer } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";

/** What the first words of a matter tell besides what it is: it need not be asked again, and what else was raised is come back to. */
function prefill(slots: Slots, guess: TopicGuess): Partial<Case> {
  const { closed, accountType, pending, email, suspended } = slots;
  const later = guess.several ? guess.alternatives.map(({ topic }) => topic) : [];
  return {
    beforehand: { closed, accountType, pending: pending?.said ?? null, email },
    ...(later.length > 0 ? { later } : {}),
    ...(suspended ? { suspended } : {}),
  };
}

/** What the conversation asks of the world around it. */
export interface MessageRecognizers extends RequestFacts {
  /** the meaning of a text where it was said */
  interpret(
    text: string,
    context: { question: OpenQuestion | null; lastTopic: string | null; now: Date },
  ): Promise<Interpretation>;
  /** what a free text tells besides its topic */
  slots(text: string, guess: TopicGuess, now: Date): Promise<Slots>;
  /** the distress that a text tells, whatever was asked; null: none */
  distress: FindDistress;
  /** after this much silence (milliseconds) people are welcomed back */
  welcomeBackAfter: number;
}

/** where a matter begins */
const BEGINNINGS = /^(root|question)\./;
const OFFER = "the-person-just-offered";

/** What the incoming words or button mean here: an answer to the open question, or an interruption. */
export async function interpretMessage(
  turn: TurnScope,
  incoming: PersonMessage,
  { question, place }: OpenPlace,
  recognizers: MessageRecognizers,
): Promise<InterpretedMessage> {
  if (incoming.masked) turn.say([note(turn, turn.words("interrupt.masked"))]);
  const { button } = incoming;
  turn.distress = recognizers.distress(button ? (button.draft ?? "") : incoming.text);
  if (turn.distress) return { kind: "distress", distress: turn.distress };
  const answered = button ? null : answerToSupport(turn, incoming.text, place);
  if (answered) return answered;
  if (button) {
    if (button.command) return { kind: "command", command: button.command };
    const current = button.nonce === turn.state.nonce && button.step === place;
    return current && question?.choices.some(({ id }) => id === button.choice)
      ? { kind: "answer", answer: byButton(button) }
      : { kind: "old-button", button };
  }
  const command = commandTitled(turn, incoming.text);
  if (command) return { kind: "command", command };
  const silent = turn.now.getTime() - Date.parse(turn.state.lastSeen) > recognizers.welcomeBackAfter;
  const meaning = await recognizers.interpret(incoming.text, {
    question: withOffer(turn, question),
    lastTopic: turn.state.lastTopic,
    now: turn.now,
  });
  turn.interpretation = meaning;
  if (BEGINNINGS.test(place ?? "") && meaning.guess.topic !== null)
    turn.prefilled = prefill(await recognizers.slots(incoming.text, meaning.guess, turn.now), meaning.guess);
  if (meaning.kind === "choice" && meaning.anger) acknowledgeAnger(turn);
  return toInterpreted(turn, meaning, silent, {
    masked: incoming.masked,
    asking: incoming.text.includes("?"),
  });
}

const byButton = ({ choice, draft }: PressedButton): StepAnswer => ({
  kind: "choice",
  choice,
  topic: null,
  ...(draft === undefined ? {} : { draft }),
});

/** The command whose button says just this, if one does. */
function commandTitled({ words, waits }: TurnScope, text: string): StandingCommand | null {
  const said = normalize(text);
  const says = ({ title }: OfferedCommand): boolean => normalize(title) === said;
  if (waits && says(offerCommand(words, "human", true))) return "human";
  return STANDING_COMMANDS.find((command) => says(offerCommand(words, command))) ?? null;
}

/** The open question; after a person was offered, a bare yes means that person where it means nothing else. */
function withOffer(turn: TurnScope, question: OpenQuestion | null): OpenQuestion | null {
  if (!turn.state.offered || question?.choices.some(({ means }) => means === "yes")) return question;
  const offer: Choice = { id: OFFER, title: turn.words("commands.human"), means: "yes" };
  return { takes: question?.takes ?? "choice", choices: [...(question?.choices ?? []), offer] };
}

/** Commands that an angry sentence may sound like; anger is met first. */
const PLEASANTRIES: ReadonlySet<Command> = new Set(["help", "greeting", "thanks"]);

function toInterpreted(
  turn: TurnScope,
  meaning: Interpretation,
  silent: boolean,
  { masked, asking }: { masked: boolean; asking: boolean },
): InterpretedMessage {
  const fresh = meaning.anger && !turn.state.angerMet;
  if (meaning.kind === "command" && !(fresh && PLEASANTRIES.has(meaning.command)))
    return { kind: "command", command: meaning.command };
  if (meaning.kind === "choice" && meaning.choice === OFFER) return { kind: "command", command: "human" };
  if (silent && turn.state.dialogStack.length > 0 && turn.state.nonce !== null) return { kind: "silence" };
  if (meaning.kind === "command" || (fresh && meaning.kind !== "choice")) return { kind: "anger" };
  switch (meaning.kind) {
    case "choice":
      return {
        kind: "answer",
        answer: { kind: "choice", choice: meaning.choice, topic: meaning.guess.topic },
      };
    case "moment":
      return { kind: "answer", answer: { kind: "moment", moment: meaning.moment } };
    case "email":
      return interpretAddress(meaning.heard);
    case "text":
      return { kind: "answer", answer: { kind: "text", text: meaning.text } };
    case "topic":
      return masked && !(asking && isOfTheGuide(turn, meaning.topic))
        ? { kind: "masked" }
        : { kind: "topic", topic: meaning.topic };
    case "which":
      if (keeps(meaning)) return { kind: "keeping" };
      return masked ? { kind: "masked" } : { kind: "which", topics: meaning.topics };
    case "unsure":
      if (keeps(meaning)) return { kind: "keeping" };
      return masked ? { kind: "masked" } : { kind: "unsure" };
    default:
      return meaning satisfies never;
  }
}

function interpretAddress(heard: Extract<Interpretation, { kind: "email" }>["heard"]): InterpretedMessage {
  switch (heard.kind) {
    case "whole":
      return { kind: "answer", answer: { kind: "email", address: heard.address } };
    case "unsure":
      return { kind: "answer", answer: { ...heard, kind: "addresses" } };
    case "denied":
      return { kind: "not-an-address", fault: null };
    case "refused":
      return { kind: "not-an-address", fault: heard.fault };
    default:
      return heard satisfies never;
  }
}

/** Whether all that is clear is that they do not want to delete. */
const keeps = ({ guess }: Interpretation): boolean =>
  guess.negated.includes("steps") && !ABOUT_SOMETHING_ELSE.includes(guess.topic ?? "");

/** "I don't want to close my contracts", "not closing until I am paid": no word on the account. */
const ABOUT_SOMETHING_ELSE = ["steps_contracts", "consequences", "reason_feedback", "not_in_guide"];

const isOfTheGuide = (turn: TurnScope, topic: string): boolean =>
  turn.guide.topics.some(({ id }) => id === topic);
