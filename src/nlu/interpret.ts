import type { FindActs, FoundAct } from "./acts/spoken-act.ts";
import { readAnswer, type SpokenAnswer } from "./answers/answer.ts";
import { exactChoice, isDenied } from "./answers/choice.ts";
import type { MatchOptions, OptionMatch } from "./answers/option-match.ts";
import { exactYesNo, nearCommand, onlyDenies, spokenCommand } from "./answers/yes-no.ts";
import type { FindDistress } from "./distress/distress.ts";
import { addressesIn } from "./email/addresses.ts";
import type {
  Act,
  Command,
  Interpretation,
  OpenQuestion,
  Sureness,
  TopicGuess,
  Where,
} from "./interpretation.ts";
import { isNotice } from "./letter/notice.ts";
import type { Lexicon } from "./lexicon.ts";
import { normalize, plain, truncateForNlu } from "./normalize.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";
import { isAngry, isQuestion } from "./slots.ts";
import type { TopicClassifier } from "./topics/classifier.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "./topics/decision.ts";
import { guessTopic, inThread, isAway, saysNothing } from "./topics/topic-guess.ts";

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
  const only = (acts: readonly Act[], angry = anger): Interpretation => ({
    acts,
    beside: [],
    asksTime: false,
    anger: angry,
    guess: noGuess,
  });
  const address = question?.takes === "email" ? addressesIn(text, words) : { kind: "none" as const };
  if (address.kind !== "none") return only([{ act: "email", heard: address }]);

  const spoken = parts.acts(text).map((act) => withCondition(act, folded, words));
  const exact = exactActs(folded, bare, spoken, question, words);
  if (exact !== null) return only(exact, anger && exact[0]?.act === "command");

  const guess = guessOf(short, folded, bare, where, parts);
  const asking = isQuestion(text, folded, words) || isQuestion(text, bare, words);
  const said = { text: short, folded, bare, guess, spoken, asking };
  const asksTime = asking && words.durationCues.some((cue) => ` ${folded} `.includes(` ${cue} `));
  const { acts, answered } = await actsOf(text, said, where, parts);
  return { acts, beside: answered === null ? [] : besideOf(short, answered, parts), asksTime, anger, guess };
}

/** A yes or no with a condition behind it, however it was found. */
function withCondition(act: FoundAct, folded: string, { conditions }: Lexicon): FoundAct {
  if (!isYesNo(act) || act.conditional) return act;
  const [, ...after] = folded.split(" ");
  const rest = ` ${after.join(" ")} `;
  return { ...act, conditional: !act.whole && conditions.some((word) => rest.includes(` ${word} `)) };
}

/** What a text is about: what it says of money points to what is known of it, and a follow-up is read with the last topic. */
function guessOf(short: string, folded: string, bare: string, where: Where, parts: Parts): TopicGuess {
  const { words, topics } = parts;
  const { money, lastTitle } = where;
  if (money !== null && pointsTo(short, money.said, words))
    return { topic: money.topic, score: 1, alternatives: [], negated: [] };
  const alone = guessTopic(short, where.lastTopic, parts);
  const leans = words.ellipses.some(
    (start) => bare.startsWith(`${start} `) || folded.startsWith(`${start} `),
  );
  const guess =
    leans && lastTitle !== null
      ? leaned(alone, guessTopic(`${lastTitle}. ${short}`, null, parts), where)
      : alone;
  if (where.lastTopic?.startsWith("reason_") && guess.negated.includes(CLOSING) && short.includes("?"))
    return { topic: where.lastTopic, score: 1, alternatives: [], negated: [] };
  return withoutRest(guess, () => topics.spelled(short), words);
}

/**
 * Of a follow-up read alone and with the last topic, the reading that stays with the matter; one that leads from the
 * alternatives to deleting is none that the guide answers.
 */
function leaned(alone: TopicGuess, together: TopicGuess, { lastTopic }: Where): TopicGuess {
  const isKnown = isConfident(together) && !OUT_OF_SCOPE_TOPICS.includes(together.topic);
  if (isKnown && inThread(together.topic, lastTopic)) return together;
  const leaves = alone.topic !== null && isAway(alone.topic, lastTopic);
  if (leaves) return { topic: "not_in_guide", score: alone.score, alternatives: [], negated: alone.negated };
  return isKnown ? together : alone;
}

/** Whether a question names the sum that the person told of. */
function pointsTo(text: string, said: string, words: Lexicon): boolean {
  const digits = said.replace(/\D/g, "");
  const named = digits !== "" && text.replace(/(\d)[.,](?=\d{3})/g, "$1").includes(digits);
  return named && isQuestion(text, normalize(text), words);
}

/** The sentences of a text. */
const sentencesOf = (text: string): string[] =>
  (text.match(/[^.!?\n;]+[.!?]*/gu) ?? [])
    .map((part) => part.trim())
    .filter((part) => normalize(part) !== "");

/** What the sentences beside the one that answers ask of the guide. */
function besideOf(text: string, answered: string, parts: Parts): Extract<Act, { act: "ask" }>[] {
  return sentencesOf(text).flatMap((sentence) => {
    if (sentence === answered || !isQuestion(sentence, normalize(sentence), parts.words)) return [];
    const { topic, score, alternatives } = guessTopic(sentence, null, parts);
    if (topic === null || topic === "oos" || isCommand(topic, parts.words) || alternatives.length > 0)
      return [];
    return [{ act: "ask" as const, topic, score, asking: true }];
  });
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

/** Below this an option is not even asked back; from `SURE` on it is taken, and from `SAFE` on where it opens no gate. */
const NEAR = 0.5;
const SURE = 0.88;
const SAFE = 0.6;

/** Words beside an act in a line that is about that act all the same. */
const SHORT_LINE = 9;

/** The acts of a text, and the sentence of it that answers the open question, if one alone does. */
async function actsOf(
  text: string,
  said: Said,
  where: Where,
  parts: Parts,
): Promise<{ acts: Act[]; answered: string | null }> {
  const { question, place } = where;
  const { spoken, asking, guess, folded } = said;
  const isAsked = asking || text.includes("?");
  const whole = inOrder(spoken.filter((act) => isOfItself(act) && !(isAsked && isOnDeleting(act))));
  const asks = question?.takes === "text" && !asking ? [] : asksOf(said, where, parts);
  const isNoQuestion = place === null || /^(root|question)\./.test(place);
  const followUp: Act[] =
    isNoQuestion && where.sideAnswered && where.lastTopic !== null && parts.words.followUps.has(said.bare)
      ? [{ act: "ask", topic: where.lastTopic, score: 1, asking: true }]
      : [];
  if (question?.takes === "text" && !question.choices.some(({ means }) => means === "yes")) {
    const short = folded.split(" ").length <= SHORT_LINE;
    const told = short ? spoken.filter((act) => isAboutDesk(act) || isWish(act)) : [];
    const asked = asking ? asks.filter(isAsk) : [];
    return {
      acts: [...(whole as Act[]), ...(told as Act[]), ...asked, { act: "text", text }],
      answered: null,
    };
  }
  if (question?.notice && isNotice(text, parts.words.letters))
    return { acts: [{ act: "text", text }], answered: null };
  const options = optionsOf(said, question, place, parts);
  const corrections = correctionsOf(said, options, where, parts);
  const answers = question === null ? [] : await answersOf(said, options, question, where, parts);
  const alone = answers.some(isSure) ? null : answeringSentence(said, question, place, parts);
  const conditional = spoken.find((act) => isYesNo(act) && act.conditional && !act.denied);
  const others = spoken.filter((act) => !isYesNo(act) && !whole.includes(act));
  const aboutDesk = others.filter(isAboutDesk) as Act[];
  const wishes = wishesOf(others, said);
  const condition: Act[] = conditional
    ? [
        {
          act: "conditional",
          option: question?.choices.find(({ means }) => means === conditional.act)?.id ?? null,
        },
      ]
    : [];
  const isDoubt = spoken.some(({ act }) => act === "unsure");
  const askedFirst = asking && isForGuide(guess) && !answers.some(isSure) && !isDoubt;
  const first = asks.some(isClearQuestion) ? [...asks] : [];
  const acts = [
    ...followUp,
    ...corrections,
    ...(alone === null ? [] : [alone.act]),
    ...condition,
    ...(isClearRefusal(guess) && asking ? whole.filter((act) => !isAboutDesk(act)) : whole),
    ...(askedFirst
      ? [...first, ...wishes, ...asks, ...answers]
      : [...answers.filter(isSure), ...wishes, ...answers]),
    ...aboutDesk,
    ...asks,
    ...others,
    ...(question?.takes === "text" ? [{ act: "text", text } as const] : []),
    { act: "unclear", words: !isGibberish(said, parts) } as const,
  ];
  return {
    acts: acts as Act[],
    answered: alone?.sentence ?? (answers.some(isSure) ? firstSentence(said.text) : null),
  };
}

const firstSentence = (text: string): string | null => {
  const [first, ...more] = sentencesOf(text);
  return more.length > 0 ? (first ?? null) : null;
};

/** A question that the guide surely answers, with no wish in it. */
const isClearQuestion = (act: Act): boolean =>
  act.act === "ask" && act.asking && !OUT_OF_SCOPE_TOPICS.includes(act.topic);

/** Whether it is all but certain that a question is none that the guide or the desk answers. */
const isClearRefusal = ({ topic, score }: TopicGuess): boolean =>
  topic === "not_in_guide" && score >= SURE_REFUSAL;
const SURE_REFUSAL = 0.97;

const isForGuide = (guess: TopicGuess): boolean =>
  isConfident(guess) && !OUT_OF_SCOPE_TOPICS.includes(guess.topic);

/** Thanks and partings say more than the "ok" before them. */
const inOrder = (acts: readonly FoundAct[]): FoundAct[] =>
  [...acts].sort((one, other) => Number(one.act === "acknowledge") - Number(other.act === "acknowledge"));

/** Wishes of a text; a question whether to delete is none, and "I don't want to delete" is one however it is put. */
function wishesOf(others: readonly FoundAct[], { guess, asking, text }: Said): Act[] {
  const isAsked = asking || text.includes("?");
  const found = others.filter((act) => isWish(act) && !(isAsked && isOnDeleting(act))) as Act[];
  if (found.length > 0 || isAsked) return found;
  const keeps = guess.negated.includes(CLOSING) && !ABOUT_SOMETHING_ELSE.includes(guess.topic ?? "");
  return keeps ? [{ act: "wish", id: "keep", whole: false, denied: false, conditional: false }] : [];
}

/** "I don't want to close my contracts", "not closing until I am paid": no word on the account. */
const ABOUT_SOMETHING_ELSE: readonly string[] = ["steps_contracts", "consequences", "not_in_guide"];

const isSure = (act: Act): boolean => act.act === "answer" && (act.sure === "sure" || act.sure === "exact");
const isAsk = ({ act }: Act): boolean => act === "ask" || act === "ask-which";
const isWish = ({ act }: { act: string }): boolean => act === "wish";
const isOnDeleting = (act: FoundAct): boolean =>
  act.act === "wish" && (act.id === "keep" || act.id === "delete");
const isYesNo = ({ act }: FoundAct): boolean => act === "yes" || act === "no";
const isAboutDesk = ({ act }: { act: string }): boolean => act === "about-desk" || act === "about-question";
/** A text that is this act and nothing else. */
const isOfItself = (act: FoundAct): boolean => act.whole && !isYesNo(act);

/** The one sentence of several that answers the question by its meaning. */
function answeringSentence(
  said: Said,
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): { act: Act; sentence: string } | null {
  const sentences = sentencesOf(said.text);
  if (question === null || place === null || sentences.length < 2) return null;
  for (const sentence of sentences) {
    if (isQuestion(sentence, normalize(sentence), words)) continue;
    const [best] = options(sentence, place);
    if (best !== undefined && best.score >= SURE)
      return { act: { act: "answer", option: best.option, sure: "sure" }, sentence };
  }
  return null;
}

/** Words after "no" or "yes" that say nothing more. */
const FEW_MORE = 2;
/** Topics that are answered, not acted on, when somebody only asks. */
const DOUBTS: readonly string[] = ["decide", "future_plans", "alt_strategy", "alt_pause", "restore"];

/** An option is asked back on little where another one was denied. */
const LEFT_OVER = 0.1;

/** The options of the open question by how well a text fits them, without those that it denies. */
function optionsOf(
  { text, folded, guess }: Said,
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): readonly OptionMatch[] {
  if (question === null || place === null) return [];
  const keeps = guess.negated.includes(CLOSING);
  const found = options(text, place).filter(({ option }) => question.choices.some(({ id }) => id === option));
  const denied = question.choices.filter(
    (choice) => isDenied(folded, choice, words) || (keeps && choice.wish === "delete"),
  );
  if (denied.length === 0) return found;
  const left = found.filter(({ option }) => !denied.some(({ id }) => id === option));
  const [best] = left;
  const raised = best !== undefined && best.score >= LEFT_OVER ? Math.max(best.score, NEAR) : 0;
  return [
    ...left.map((match, at) =>
      at === 0 && !keeps ? { ...match, score: Math.max(match.score, raised) } : match,
    ),
    ...denied.map(({ id }) => ({ option: id, score: 0 })),
  ];
}

/** What a text answers to the open question, the surest first. */
async function answersOf(
  said: Said,
  options: readonly OptionMatch[],
  question: OpenQuestion,
  { now }: Where,
  parts: Parts,
): Promise<Act[]> {
  const { spoken, asking, guess, folded } = said;
  const { choices } = question;
  const answer = (option: string, sure: Sureness): Act[] => [{ act: "answer", option, sure }];
  const read = await readAnswer(said, question, now, parts);
  if (read?.kind === "moment") return [{ act: "moment", moment: read.moment }];
  const [best] = options;
  const meant = best !== undefined && best.score >= NEAR ? best : null;
  const stays = (id: string): boolean =>
    choices.some((choice) => choice.id === id && choice.means === "no" && choice.wish === undefined);
  const yesNo = spoken.find((act) => isYesNo(act) && !act.denied && !act.conditional);
  const byYesNo = yesNo && choices.find(({ means }) => means === yesNo.act)?.id;
  const wish = asking ? undefined : spoken.find((act) => isWish(act) && !act.denied && !act.conditional);
  const byWish = wish && choices.find((choice) => choice.wish !== undefined && choice.wish === wish.id)?.id;
  if (yesNo?.whole && byYesNo) return answer(byYesNo, yesNo.id === "probably" ? "near" : "sure");
  if (byWish) {
    const isSame = (id: string | undefined): boolean =>
      id === undefined || id === byWish || choices.find((choice) => choice.id === id)?.wish === wish?.id;
    return answer(byWish, isSame(byYesNo) && isSame(meant?.option) ? "sure" : "near");
  }
  const enough = meant !== null && question.plainly === true && stays(meant.option) ? SAFE : SURE;
  if (meant !== null && (meant.score >= enough || byYesNo === meant.option))
    return answer(meant.option, "sure");
  if (read?.kind === "choice") {
    const isDenied = options.some(({ option, score }) => option === read.choice && score === 0);
    const doubts = asking && DOUBTS.includes(guess.topic ?? "") && isByTopic(choices, read.choice, guess);
    const keeps =
      guess.negated.includes(CLOSING) &&
      choices.some(({ id, wish: on }) => id === read.choice && on === "delete");
    if (!isDenied && !doubts && !keeps)
      return answer(read.choice, meant !== null && meant.option !== read.choice ? "near" : "sure");
  }
  if (meant !== null) return answer(meant.option, "near");
  const isContrary = options.some(({ option, score }) => option === byYesNo && score === 0);
  if (byYesNo && yesNo !== undefined && !isContrary)
    return answer(byYesNo, folded.split(" ").length <= FEW_MORE ? "sure" : "led");
  return [];
}

const isByTopic = (choices: OpenQuestion["choices"], option: string, { topic }: TopicGuess): boolean =>
  topic !== null && choices.some(({ id, topics }) => id === option && topics?.includes(topic) === true);

/** By how much an earlier option must fit better than the open question's to be a correction. */
const CORRECTS = 0.6;

/** An earlier answer that the text takes back: only where words like "no wait" or "actually" or a denial say so. */
function correctionsOf(
  said: Said,
  options: readonly OptionMatch[],
  { answered, question }: Where,
  { words, options: match }: Parts,
): Act[] {
  const padded = ` ${said.folded} `;
  const isRepair = said.spoken.some(({ act }) => act === "repair");
  const cued =
    isRepair || [...words.corrections, ...words.negations].some((cue) => padded.includes(` ${cue} `));
  if (
    (question?.takes === "text" && !isRepair) ||
    !cued ||
    answered.length === 0 ||
    said.asking ||
    said.spoken.some(isWish)
  )
    return [];
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
  const ownOption = question?.choices.some(
    (choice) => choice.topics?.includes(topic) === true && isDenied(folded, choice, parts.words),
  );
  if (!asking && ownOption && !PROTECTS.includes(topic)) return [];
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
