import type { FindActs, FoundAct } from "./acts/spoken-act.ts";
import { readAnswer, type SpokenAnswer } from "./answers/answer.ts";
import { exactChoice } from "./answers/choice.ts";
import type { MatchOptions, OptionMatch } from "./answers/option-match.ts";
import { exactYesNo, nearCommand, onlyDenies, spokenCommand } from "./answers/yes-no.ts";
import type { FindDistress } from "./distress/distress.ts";
import { addressesIn } from "./email/addresses.ts";
import type { Act, Command, Interpretation, OpenQuestion, TopicGuess, Where } from "./interpretation.ts";
import type { Lexicon } from "./lexicon.ts";
import { normalize, plain, truncateForNlu } from "./normalize.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";
import { isAngry, isQuestion } from "./slots.ts";
import type { TopicClassifier } from "./topics/classifier.ts";
import { isConfident } from "./topics/decision.ts";
import { guessTopic, saysNothing } from "./topics/topic-guess.ts";

/** What understanding needs of a language. */
export interface Parts {
  words: Lexicon;
  topics: TopicClassifier;
  recognizers: Recognizers;
  distress: FindDistress;
  acts: FindActs;
  options: MatchOptions;
}

const noGuess: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

/** A text in the forms in which it is read. */
interface Said extends SpokenAnswer {
  spoken: readonly FoundAct[];
  /** put as a question */
  asking: boolean;
}

/**
 * Reads a text where it was said as a list of acts, the most telling first: an address, exact words of the open
 * question, exact commands, corrections, spoken acts, answers by their meaning, topics. Costs microseconds for a
 * button's title.
 */
export async function interpret(text: string, where: Where, parts: Parts): Promise<Interpretation> {
  const { words } = parts;
  const { question } = where;
  const short = truncateForNlu(text);
  const folded = normalize(short);
  const bare = plain(folded, words.courtesies);
  const anger = isAngry(text, folded, words);
  const address = question?.takes === "email" ? addressesIn(text, words) : { kind: "none" as const };
  if (address.kind !== "none") return { acts: [{ act: "email", heard: address }], anger, guess: noGuess };

  const spoken = parts.acts(text);
  const exact = exactActs(folded, bare, spoken, question, words);
  if (exact !== null) return { acts: exact, anger: anger && exact[0]?.act === "command", guess: noGuess };

  const guess = withoutRest(
    guessTopic(short, where.lastTopic, parts),
    () => parts.topics.spelled(short),
    words,
  );
  const said = {
    text: short,
    folded,
    bare,
    guess,
    spoken,
    asking: isQuestion(text, folded, words),
  };
  return { acts: await actsOf(text, said, where, parts), anger, guess };
}

/** Commands that end nothing; an answer in the same words goes first. */
const PLEASANTRIES: ReadonlySet<Command> = new Set(["bye", "greeting", "thanks", "help"]);
/** What "ok" and "👍" are: an answer only where nothing else was said since the question. */
const isWeak = (act: FoundAct): boolean => act.act === "acknowledge" && act.whole;

/** The acts of a text that says word for word what an option, a yes or no, or a command is; null for any other. */
function exactActs(
  folded: string,
  bare: string,
  spoken: readonly FoundAct[],
  question: OpenQuestion | null,
  words: Lexicon,
): Act[] | null {
  const weak = spoken.filter(isWeak) as Act[];
  const clicked = question && (exactChoice(folded, question.choices) ?? exactChoice(bare, question.choices));
  if (clicked) return [...weak, { act: "answer", option: clicked.id, sure: "exact" }];
  const command = words.commands.get(folded) ?? words.commands.get(bare);
  const yesNo = exactYesNo(folded, words) ?? exactYesNo(bare, words);
  const option = yesNo && question?.choices.find(({ means }) => means === yesNo);
  const hedged = spoken.some(({ act, id }) => (act === "yes" || act === "no") && id === "probably");
  if (option && !hedged && (command === undefined || PLEASANTRIES.has(command)))
    return [...weak, { act: "answer", option: option.id, sure: "exact" }];
  const aboutDesk = spoken.find(({ act, whole }) => act === "about-desk" && whole);
  if (command !== undefined && aboutDesk === undefined) return [{ act: "command", command, sure: true }];
  return null;
}

/** Below this an option is not even asked back; from this on it is taken. */
const NEAR = 0.5;
const SURE = 0.9;

async function actsOf(text: string, said: Said, where: Where, parts: Parts): Promise<Act[]> {
  const { question, place } = where;
  const { spoken, asking, guess } = said;
  const whole = spoken.filter(isOfItself);
  const asks = asksOf(said, where, parts);
  if (question?.takes === "text" && !question.choices.some(({ means }) => means === "yes")) {
    const asked = asking ? asks.filter(isAsk) : [];
    return [...(whole as Act[]), ...asked, { act: "text", text }];
  }
  const options = question !== null && place !== null ? parts.options(said.text, place) : [];
  const corrections = correctionsOf(said, options, where, parts);
  const answers = question === null ? [] : await answersOf(said, options, question, where.now, parts);
  const conditional = spoken.find(
    ({ act, conditional: on, denied }) => (act === "yes" || act === "no") && on && !denied,
  );
  const others = spoken.filter((act) => !isYesNo(act) && !whole.includes(act)) as Act[];
  const unclear: Act = { act: "unclear", words: !isGibberish(said, parts) };
  const written: Act[] = question?.takes === "text" ? [{ act: "text", text }] : [];
  const condition: Act[] = conditional
    ? [
        {
          act: "conditional",
          option: question?.choices.find(({ means }) => means === conditional.act)?.id ?? null,
        },
      ]
    : [];
  const askedFirst = asking && isConfident(guess) && !answers.some((act) => isSure(act));
  return [
    ...corrections,
    ...condition,
    ...(whole as Act[]),
    ...(askedFirst ? [...asks, ...answers] : [...answers, ...others.filter(isWish), ...asks]),
    ...others,
    ...written,
    unclear,
  ];
}

const isSure = (act: Act): boolean => act.act === "answer" && (act.sure === "sure" || act.sure === "exact");
const isAsk = ({ act }: Act): boolean => act === "ask" || act === "ask-which";
const isWish = ({ act }: Act): boolean => act === "wish";
const isYesNo = ({ act }: FoundAct): boolean => act === "yes" || act === "no";
/** A text that is this act and nothing else. */
const isOfItself = (act: FoundAct): boolean => act.whole && !isYesNo(act);

/** Words after "no" or "yes" that say nothing more. */
const FEW_MORE = 2;

/** What a text answers to the open question, the surest first. */
async function answersOf(
  said: Said,
  options: readonly OptionMatch[],
  question: OpenQuestion,
  now: Date,
  parts: Parts,
): Promise<Act[]> {
  const moment = question.takes === "moment" ? await readAnswer(said, question, now, parts) : undefined;
  if (moment?.kind === "moment") return [{ act: "moment", moment: moment.moment }];
  const { choices } = question;
  const answer = (option: string, sure: "exact" | "sure" | "led" | "near"): Act => ({
    act: "answer",
    option,
    sure,
  });
  const [best] = options;
  const meant = best !== undefined && best.score >= NEAR ? best : null;
  const yesNo = said.spoken.find((act) => isYesNo(act) && !act.denied && !act.conditional);
  const byYesNo = yesNo && choices.find(({ means }) => means === yesNo.act)?.id;
  const wish = said.spoken.find((act) => act.act === "wish" && !act.denied && !act.conditional);
  const byWish = wish && choices.find((choice) => choice.wish !== undefined && choice.wish === wish.id)?.id;
  if (yesNo?.whole && byYesNo) return [answer(byYesNo, yesNo.id === "probably" ? "near" : "sure")];
  if (byWish) {
    const against =
      (byYesNo !== undefined && byYesNo !== byWish) || (meant !== null && meant.option !== byWish);
    return [answer(byWish, against ? "near" : "sure")];
  }
  if (meant !== null && meant.score >= SURE) return [answer(meant.option, "sure")];
  if (meant !== null && byYesNo === meant.option) return [answer(meant.option, "sure")];
  const read = await readAnswer(said, question, now, parts);
  if (read?.kind === "choice") {
    const denied = options.some(({ option, score }) => option === read.choice && score === 0);
    if (!denied)
      return [answer(read.choice, meant !== null && meant.option !== read.choice ? "near" : "sure")];
  }
  if (meant !== null) return [answer(meant.option, "near")];
  if (byYesNo && yesNo !== undefined)
    return [answer(byYesNo, said.folded.split(" ").length <= FEW_MORE ? "sure" : "led")];
  return [];
}

/** By how much an earlier option must fit better than the open question's to be a correction. */
const CORRECTS = 0.9;

/** An earlier answer that the text takes back: only where words like "no wait" or "actually" or a denial say so. */
function correctionsOf(
  said: Said,
  options: readonly OptionMatch[],
  { answered }: Where,
  { words, options: match }: Parts,
): Act[] {
  const padded = ` ${said.folded} `;
  const cued =
    said.spoken.some(({ act }) => act === "repair") ||
    [...words.corrections, ...words.negations].some((cue) => padded.includes(` ${cue} `));
  if (!cued || answered.length === 0 || said.asking) return [];
  const here = options[0]?.score ?? 0;
  for (const before of answered) {
    const [best] = match(said.text, before.place);
    if (best !== undefined && best.score >= CORRECTS && best.score > here && best.option !== before.option)
      return [{ act: "correct", at: before.index, option: best.option }];
  }
  return [];
}

/** A text that only says that the account is not to be closed has no topic: what is left of it means nothing. */
function withoutRest(guess: TopicGuess, spelled: () => string, words: Lexicon): TopicGuess {
  if (!guess.negated.includes(CLOSING) || !onlyDenies(spelled(), words)) return guess;
  return { topic: null, score: guess.score, alternatives: [], negated: guess.negated };
}

/** the topic of closing the account */
const CLOSING = "steps";
/** A statement while something is asked is a topic of its own only when it is this sure; an angry one picks an answer only then. */
const SURE_STATEMENT = 0.9;
/** heard in any case: a suspended account is never led towards closing */
const PROTECTS: readonly string[] = ["reason_suspension", "restore_suspended"];

const takesTopics = ({ choices }: OpenQuestion): boolean =>
  choices.some(({ topics }) => topics !== undefined && topics.length > 0);

/** What of the guide, or which command, a text asks for. */
function asksOf(said: Said, { question }: Where, parts: Parts): Act[] {
  const { guess, asking, folded } = said;
  const { topic, score } = guess;
  if (topic === null) return [];
  if (topic === "oos" && saysNothing(folded, parts.words, parts.topics.isWord)) return [];
  const stated = question !== null && !takesTopics(question) && !asking;
  const act = askOf(said, parts);
  if (act === null) return [];
  const weak = act.act === "ask-which" || (act.act === "ask" && score < SURE_STATEMENT);
  if (stated && weak && !PROTECTS.includes(topic)) return [];
  return [act];
}

function askOf({ guess, text, folded, asking }: Said, { words, topics }: Parts): Act | null {
  const { topic, score } = guess;
  if (topic === null) return null;
  if (!isConfident(guess)) return between(guess, asking, words);
  if (!isCommand(topic, words)) return { act: "ask", topic, score, asking };
  const command =
    spokenCommand(folded, guess, words) ??
    nearCommand(folded, words, topics.isWord) ??
    words.commands.get(plain(topics.spelled(text), words.courtesies));
  if (command) return { act: "command", command, sure: false };
  return topic === "erase" ? { act: "ask-which", topics: ERASE_WHAT } : null;
}

/** "Delete this" may mean the chat or the account: people are asked. */
const ERASE_WHAT: readonly string[] = ["erase", "steps"];

/** Commands that may stand among "which of these?": the others would undo or end something. */
const OFFERED: readonly string[] = ["human", "copy", "erase"];

function between(guess: TopicGuess, asking: boolean, words: Lexicon): Act | null {
  const topics = [guess.topic ?? "", ...guess.alternatives.map(({ topic }) => topic)].slice(0, 3);
  const offered = topics.filter((topic) => OFFERED.includes(topic) || !isCommand(topic, words));
  if (offered.length > 1) return { act: "ask-which", topics: offered };
  const [only] = offered;
  return only !== undefined && only === guess.topic && !isCommand(only, words)
    ? { act: "ask", topic: only, score: guess.score, asking }
    : null;
}

function isCommand(topic: string, words: Lexicon): topic is Command {
  return [...words.commands.values()].some((command) => command === topic);
}

/** Whether no word of a text is one of the language. */
const isGibberish = ({ folded }: Said, { topics }: Parts): boolean =>
  folded === "" || folded.split(" ").filter(topics.isWord).length * 2 < folded.split(" ").length;
