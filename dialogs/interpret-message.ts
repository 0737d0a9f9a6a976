import type { FindDistress } from "../src/nlu/distress/distress.ts";
import type {
  Act,
  Choice,
  Interpretation,
  OpenQuestion,
  TopicGuess,
  Where,
} from "../src/nlu/interpretation.ts";
import { UNDETERMINED } from "../src/nlu/languages/language.ts";
import { normalize } from "../src/nlu/normalize.ts";
import type { Slots } from "../src/nlu/slots.ts";
import { type OfferedCommand, offerCommand, STANDING_COMMANDS, type StandingCommand } from "./commands.ts";
import type { RequestFacts } from "./copy.ts";
import { placeNamed } from "./dialog-stack.ts";
import { answerToSupport, TO_A_PERSON } from "./distress.ts";
import { learn, pendingMoney } from "./facts.ts";
import type { InterpretedMessage, OpenPlace, PersonMessage, PressedButton } from "./interpreted-message.ts";
import { acknowledgeAnger, note, sayPerson } from "./interruptions/note.ts";
import { SUSPENSION } from "./interruptions/topic.ts";
import { type MenuChoice, menuChoices, menuId } from "./main-menu.ts";
import { decide, type PlaceKind } from "./policy.ts";
import { answer } from "./question.ts";
import type { StepAnswer } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";
import { asUnanswerable, sayUnknownBeside } from "./unanswerable.ts";

/** What the conversation asks of the world around it. */
export interface MessageRecognizers extends RequestFacts {
  /** the acts of a text where it was said */
  interpret(text: string, where: Where): Promise<Interpretation>;
  /** what a free text tells besides its topic */
  slots(text: string, guess: TopicGuess, now: Date): Promise<Slots>;
  /** the distress that a text tells, whatever was asked; null: none */
  distress: FindDistress;
  /** the language of a text that is not in the desk's; null: it is, or nothing tells */
  languageOf(text: string): string | null;
  /** after this much silence (milliseconds) people are welcomed back */
  welcomeBackAfter: number;
  /** typed words answer a gate only when they came this long (milliseconds) after it was asked; 0: at once */
  settleMs: number;
}

/** Where a message arrives: the open question, and the one below it where a detour had stepped in. */
export interface OpenPlaces {
  here: OpenPlace;
  below: OpenPlace | null;
}

/** Of a message that distress was found in nothing else is read. */
const NO_GUESS: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

const OFFER = "the-person-just-offered";

/** Reads what the incoming words or button mean here: an answer to the open question, or an interruption. */
export async function interpretMessage(
  turn: TurnScope,
  incoming: PersonMessage,
  { here, below }: OpenPlaces,
  recognizers: MessageRecognizers,
): Promise<InterpretedMessage> {
  const { question, place } = here;
  if (incoming.masked) turn.say([note(turn, turn.words("interrupt.masked"))]);
  const { button } = incoming;
  if (!button) hearLanguage(turn, recognizers.languageOf(incoming.text));
  turn.distress = recognizers.distress(button ? (button.draft ?? "") : incoming.text);
  if (turn.distress) {
    if (!button) learn(turn, await recognizers.slots(incoming.text, NO_GUESS, turn.now), NO_GUESS);
    return { kind: "distress", distress: turn.distress };
  }
  const answered = button ? null : answerToSupport(turn, incoming.text, place);
  if (answered) return answered;
  if (button) {
    turn.act = button.command
      ? { act: "command", command: button.command, sure: true }
      : { act: "answer", option: button.choice, sure: "exact" };
    if (button.command) return { kind: "command", command: button.command, sure: true };
    const choice = menuChoices.find((one) => button.choice === menuId(one));
    if (choice) return fromMenu(turn, choice);
    const current = button.nonce === turn.state.nonce && button.step === place;
    if (current && button.choice === TO_A_PERSON) sayPerson(turn);
    return current && question?.choices.some(({ id }) => id === button.choice)
      ? { kind: "answer", answer: byButton(button) }
      : { kind: "old-button", button };
  }
  const command = commandTitled(turn, incoming.text);
  if (command) {
    turn.act = { act: "command", command, sure: true };
    return { kind: "command", command, sure: true };
  }
  const titled = menuTitled(turn, incoming.text);
  if (titled) return fromMenu(turn, titled);
  if (below !== null) {
    const heard = await readAt(turn, incoming, here, recognizers);
    if (heard.kind === "answer") return heard;
    // what is asked about the question is about the one that was put last
    if (heard.kind === "remark" && turn.act?.act === "about-question") return heard;
    const lower = await readAt(turn, incoming, below, recognizers);
    return lower.kind === "remark" ? lower : { ...lower, leavesDetour: true };
  }
  return readAt(turn, incoming, here, recognizers);
}

/** Keeps the language in which somebody writes: they are answered in it, and a ticket tells it. */
function hearLanguage(turn: TurnScope, language: string | null): void {
  turn.language = language;
  if (language !== null && language !== UNDETERMINED) turn.state.language = language;
}

/** What is wanted of the main menu, whatever is open. */
function fromMenu(turn: TurnScope, choice: MenuChoice): InterpretedMessage {
  turn.language ??= turn.state.language;
  turn.act = { act: "wish", id: choice, whole: true, denied: false, conditional: false };
  return { kind: "menu", choice };
}

/** The choice of the main menu that says just this in the person's language, if one does. */
function menuTitled({ state, titlesIn }: TurnScope, text: string): MenuChoice | null {
  if (state.language === null) return null;
  const words = titlesIn(state.language);
  const said = normalize(text);
  return menuChoices.find((choice) => words !== null && normalize(words[choice]) === said) ?? null;
}

/** Reads typed words at one of the places that are open. */
async function readAt(
  turn: TurnScope,
  { text, masked }: PersonMessage,
  open: OpenPlace,
  recognizers: MessageRecognizers,
): Promise<InterpretedMessage> {
  const { state, now } = turn;
  const silent = now.getTime() - Date.parse(state.lastSeen) > recognizers.welcomeBackAfter;
  const where = whereOf(turn, open);
  const meaning = await recognizers.interpret(text, where);
  turn.interpretation = meaning;
  if (text.trim().includes(" "))
    learn(turn, await recognizers.slots(text, meaning.guess, now), meaning.guess);
  const kind = kindOf(open);
  const { act, outcome } = decide(meaning.acts, kind, !state.sideAnswered);
  turn.act = act;
  if (meaning.anger && act.act !== "command") acknowledgeAnger(turn);
  if (kind === "gate" && act.act === "answer" && isEarly(turn, recognizers.settleMs))
    return { kind: "too-early" };
  if (
    silent &&
    outcome !== "do" &&
    act.act !== "language" &&
    state.dialogStack.length > 0 &&
    state.nonce !== null
  )
    return { kind: "silence" };
  if (masked && (act.act === "unclear" || act.act === "ask-which")) return { kind: "told" };
  const read = interpreted(act, outcome, open, meaning);
  if (protects(turn, read) || deletesSuspended(read, open, meaning))
    return { kind: "topic", topic: SUSPENDED };
  const settled = asUnanswerable(turn, read, meaning);
  tellBeside(turn, read.kind === "answer" ? settled : read, meaning);
  return settled;
}

/** Answers what was asked beside an answer, and says what of it is not known. */
function tellBeside(turn: TurnScope, { kind }: InterpretedMessage, { beside, asked }: Interpretation): void {
  const { guide, words } = turn;
  if (kind !== "answer" && (kind !== "topic" || turn.interpretation?.guess.several)) return;
  if (kind === "answer") sayUnknownBeside(turn, asked);
  for (const { topic } of beside) {
    const known = guide.topics.some(({ id }) => id === topic);
    turn.say([
      known
        ? answer(turn.context, topic, { asked })
        : note(turn, words("interrupt.not-in-guide-beside"), { offersPerson: true }),
    ]);
  }
}

/** What somebody is taken to whose account was stopped, when nothing else they said is clear. */
const SUSPENDED = "restore_suspended";

/** Whether all that is clear of a first message is that the account was stopped. */
const protects = ({ learned }: TurnScope, { kind, ...heard }: InterpretedMessage): boolean =>
  learned.some(({ fact }) => fact === "suspended") &&
  (kind === "remark" ||
    kind === "which" ||
    (kind === "command" && "sure" in heard && !heard.sure) ||
    ("topic" in heard && OUT_OF_SCOPE.includes(heard.topic)));

/** Whether a text that says the account was stopped would count as a yes to deleting it. */
const deletesSuspended = (
  read: InterpretedMessage,
  { question }: OpenPlace,
  { acts }: Interpretation,
): boolean => {
  const choice = read.kind === "answer" && read.answer.kind === "choice" ? read.answer.choice : null;
  return (
    question?.isGate === true &&
    question.choices.some(({ id, wish }) => id === choice && wish === "delete") &&
    acts.some((act) => act.act === "ask" && SUSPENSION.includes(act.topic))
  );
};

const OUT_OF_SCOPE: readonly string[] = ["oos", "not_in_guide", "reason_suspension"];

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

/** Where a text is said, as the interpretation takes it. */
function whereOf(turn: TurnScope, { question, place }: OpenPlace): Where {
  const { state, now } = turn;
  const lastTopic = placeWithWish(turn, place) ? "steps" : state.lastTopic;
  const answered = state.trail.flatMap(({ at, answer }, index) =>
    answer === null || !CORRECTABLE_PLACES.test(at.at(-1) ?? "")
      ? []
      : [{ index, place: matchPlace(at.at(-1) ?? "", turn), option: answer }],
  );
  return {
    question: withOffer(turn, question),
    place: place === null ? null : matchPlace(place, turn),
    lastTopic,
    reason: turn.guide.reasons.find(({ id }) => id === state.case.reason)?.topics[0] ?? null,
    lastTitles: titlesFor(turn, lastTopic),
    sideAnswered: state.sideAnswered,
    money: moneyIn(turn),
    answered: answered.reverse().slice(0, CORRECTABLE),
    now,
  };
}

/** Whether the wish to delete is the last that was said: what comes with the question after the reason is no topic of theirs. */
const placeWithWish = ({ state }: TurnScope, place: string | null): boolean =>
  placeNamed(place ?? "").step === "reason" &&
  state.case.goal === "delete" &&
  BEFORE_REASON.includes(state.lastTopic);
const BEFORE_REASON: readonly (string | null)[] = ["reasons", "decide"];

/** Topics of closing an account: "and the reviews?" after them asks what becomes of the reviews then. */
const OF_CLOSING: readonly string[] = ["steps", "steps_contracts", "decide", "future_plans"];

/** The titles with which a follow-up to a topic is read, the likeliest first. */
function titlesFor({ guide }: TurnScope, topic: string | null): string[] {
  if (topic === null) return [];
  const contexts = OF_CLOSING.includes(topic) ? ["consequences", topic] : [topic];
  return contexts.flatMap((context) => guide.topics.find(({ id }) => id === context)?.title ?? []);
}

/** Money that is still to come, and the topic that tells of it where the person stands. */
function moneyIn({ state }: TurnScope): Where["money"] {
  const said = pendingMoney(state.case);
  return said === null ? null : { said, topic: state.case.suspended ? "not_in_guide" : "steps_contracts" };
}

/** Questions about the person's matter; what is on a screen, or what is offered, is no earlier answer. */
const CORRECTABLE_PLACES = /^(weigh\.reason|weigh\.check|weigh\.plans|close|checklist|restore|restore-\w+)\b/;

/** So many answered questions can be corrected by words. */
const CORRECTABLE = 8;

/** The place under which the example answers of its options stand: the check of a reason has options of its own. */
function matchPlace(place: string, { state }: TurnScope): string {
  const { guide, step } = placeNamed(place);
  return guide === "weigh" && step === "check"
    ? `weigh.check.${state.case.reason ?? ""}`
    : `${guide}.${step}`;
}

/** What kind of place an open question makes. */
function kindOf({ question }: OpenPlace): PlaceKind {
  if (question?.isGate) return "gate";
  return question?.takes === "text" ? "text" : "ordinary";
}

/** Whether typed words came before the question could be read. */
function isEarly({ state, entry }: TurnScope, settleMs: number): boolean {
  if (settleMs === 0 || state.askedAt === null) return false;
  return Date.parse(entry.at) < Date.parse(state.askedAt) + settleMs;
}

/** The open question; after a person was offered, a bare yes means that person where it means nothing else. */
function withOffer(turn: TurnScope, question: OpenQuestion | null): OpenQuestion | null {
  if (!turn.state.offered || question?.choices.some(({ means }) => means === "yes")) return question;
  const offer: Choice = { id: OFFER, title: turn.words("commands.human"), means: "yes", wish: "person" };
  return { ...(question ?? { takes: "choice" }), choices: [offer, ...(question?.choices ?? [])] };
}

/** Turns the act that counts, and what the policy makes of it, into an answer or an interruption. */
function interpreted(
  act: Act,
  outcome: ReturnType<typeof decide>["outcome"],
  { question }: OpenPlace,
  { guess }: Interpretation,
): InterpretedMessage {
  switch (act.act) {
    case "answer":
      if (act.option === OFFER) return { kind: "command", command: "human", sure: true };
      if (outcome === "ask-back" || isAgainstFact(act, question) || losesOnGuess(act, question))
        return { kind: "ask-back", option: act.option };
      return { kind: "answer", answer: { kind: "choice", choice: act.option, topic: guess.topic } };
    case "moment":
      return { kind: "answer", answer: { kind: "moment", moment: act.moment } };
    case "email":
      return interpretAddress(act.heard);
    case "text":
      return { kind: "answer", answer: { kind: "text", text: act.text } };
    case "correct":
      return { kind: "correct", at: act.at, option: act.option };
    case "command":
      return { kind: "command", command: act.command, sure: act.sure };
    case "ask":
      return { kind: "topic", topic: act.topic };
    case "ask-which":
      return { kind: "which", topics: act.topics };
    case "wish":
      return { kind: "wish", act };
    case "unsure": {
      const option = question?.choices.find(({ means }) => means === "unsure");
      return option
        ? { kind: "answer", answer: { kind: "choice", choice: option.id, topic: null } }
        : { kind: "remark", act };
    }
    default:
      return { kind: "remark", act };
  }
}

/** Whether a bare yes goes against something that the person has said: it is asked back. */
const isAgainstFact = (act: Extract<Act, { act: "answer" }>, question: OpenQuestion | null): boolean =>
  question?.standing?.option === act.option && act.sure !== "sure";

/** Whether an option that throws away what was made is named in other words than its own: it is asked back. */
const losesOnGuess = (
  { option, sure }: Extract<Act, { act: "answer" }>,
  question: OpenQuestion | null,
): boolean =>
  sure !== "exact" && question?.choices.some(({ id, loses }) => id === option && loses === true) === true;

function interpretAddress(heard: Extract<Act, { act: "email" }>["heard"]): InterpretedMessage {
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
