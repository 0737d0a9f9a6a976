import type { AboutDesk, FindActs, FoundAct } from "./acts/spoken-act.ts";
import { readAnswer, type SpokenAnswer } from "./answers/answer.ts";
import { exactChoice, isDenied, namedTogether } from "./answers/choice.ts";
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
import type { Lexicon } from "./lexicon.ts";
import { normalize, plain, truncateForNlu } from "./normalize.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";
import { beginsAsking, isAngry, isQuestion } from "./slots.ts";
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
  /** goes on from what was told last: "and the reviews?" */
  leans: boolean;
  /** asks about what was told last and names nothing else: "who decides that" */
  points: boolean;
  anger: boolean;
}

/**
 * Reads a text where it was said as a list of acts, the most telling first: an address, exact words of the open
 * question, exact commands, corrections, spoken acts, answers by their meaning, topics. Costs microseconds for a
 * button's title.
 */
export async function interpret(text: string, where: Where, parts: Parts): Promise<Interpretation> {
  const { words } = parts;
  const { question } = where;
  const kept = question === null ? null : afterSelfCorrection(text, words);
  if (kept !== null) return interpret(kept, where, parts);
  const short = truncateForNlu(text);
  const folded = normalize(short);
  const bare = plain(folded, words.courtesies);
  const anger = isAngry(text, folded, words);
  const only = (acts: readonly Act[], angry = anger): Interpretation => ({
    acts,
    beside: [],
    asides: [],
    asksTime: false,
    anger: angry,
    guess: noGuess,
  });
  const address = question?.takes === "email" ? addressesIn(text, words) : { kind: "none" as const };
  if (address.kind !== "none") return only([{ act: "email", heard: address }]);

  const asked = beginsAsking(folded, words) || beginsAsking(bare, words) || short.trimEnd().endsWith("?");
  const asking = isQuestion(text, folded, words) || isQuestion(text, bare, words);
  const spoken = parts
    .acts(text)
    .map((act) => withRest(asked && isWish(act) ? { ...act, asked } : act, folded, words))
    .map((act): FoundAct => (asking && isOnNobody(act) ? { ...act, act: "about-desk", id: "bot" } : act));
  const exact = exactActs(folded, bare, spoken, question, words);
  if (exact !== null) return only(exact, anger && exact[0]?.act === "command");

  const goes = where.lastTitles.length > 0 && goesOn(folded, bare, words);
  const read = guessOf(short, goes, where, parts);
  const pointed = asking || goes ? pointedAt(read, folded, spoken, where, words) : null;
  const leans = goes || pointed !== null;
  const guess = pointed ?? read;
  const asksTime = asking && words.durationCues.some((cue) => ` ${folded} `.includes(` ${cue} `));
  const said = {
    text: short,
    whole: text,
    folded,
    bare,
    guess,
    spoken: pointed === null ? spoken : spoken.filter((act) => !isWish(act)),
    asking,
    leans,
    points: pointed !== null,
    anger,
  };
  const { acts, answered } = await actsOf(text, said, where, parts);
  return {
    acts,
    beside: answered === null ? [] : besideOf(short, answered, parts),
    asides: deskAsides(short, spoken, parts),
    asksTime,
    anger,
    guess,
  };
}

/** Words between a text's beginning and the yes or no that is taken back. */
const TAKEN_BACK = 3;

/** What stands behind "no... wait, I mean" where it says the opposite of the yes or no before; null where nothing is taken back so. */
function afterSelfCorrection(text: string, words: Lexicon): string | null {
  const spoken = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)];
  const said = spoken.map(([word]) => normalize(word));
  const polarity = (word: string | undefined): "yes" | "no" | undefined =>
    word === undefined ? undefined : words.no.has(word) ? "no" : words.yes.has(word) ? "yes" : undefined;
  const first = said
    .slice(0, TAKEN_BACK)
    .map(polarity)
    .find((one) => one !== undefined);
  if (first === undefined) return null;
  for (let at = 2; at < said.length; at += 1) {
    const one = polarity(said[at]);
    const before = ` ${said.slice(0, at).join(" ")}`;
    if (
      one === undefined ||
      one === first ||
      !words.selfCorrections.some((cue) => before.endsWith(` ${cue}`))
    )
      continue;
    return text.slice(spoken[at]?.index);
  }
  return null;
}

/** A yes or no with a condition behind it, or a wish with a denial behind it, however it was found. */
function withRest(act: FoundAct, folded: string, { conditions, denialsAfter }: Lexicon): FoundAct {
  if (isWish(act) && denialsAfter.some((denial) => folded.endsWith(` ${denial}`)))
    return { ...act, denied: true };
  if (!isYesNo(act) || act.conditional) return act;
  const [, ...after] = folded.split(" ");
  const rest = ` ${after.join(" ")} `;
  return { ...act, conditional: !act.whole && conditions.some((word) => rest.includes(` ${word} `)) };
}

/** A question of so few words that names no matter asks about the last one. */
const FEW_WORDS = 4;
/** One with a word that stands for the last matter may have so many. */
const SOME_WORDS = 8;

/**
 * The last topic, where a question points to it: "where's the button for that" after anything but closing, and a few words
 * that name no matter of their own: "who decides that". Null where it does not.
 */
function pointedAt(
  guess: TopicGuess,
  folded: string,
  spoken: readonly FoundAct[],
  { lastTopic }: Where,
  words: Lexicon,
): TopicGuess | null {
  if (lastTopic === null || OUT_OF_SCOPE_TOPICS.includes(lastTopic)) return null;
  const last = { topic: lastTopic, score: 1, alternatives: [], negated: [] };
  const said = folded.split(" ");
  const others = spoken.filter((act) => !(act.act === "wish" && act.id === "clicks"));
  if (others.length > 0) return null;
  const points = said.some((word) => words.pronouns.has(word));
  if (guess.topic === CLICKS && !inThread(lastTopic, CLICKS) && points) return last;
  const namesNothing =
    guess.topic === null ||
    !isConfident(guess) ||
    isWeakRefusal(guess) ||
    (points && isCommand(guess.topic, words));
  return said.length <= (points ? SOME_WORDS : FEW_WORDS) && namesNothing ? last : null;
}

const isWeakRefusal = ({ topic, score }: TopicGuess): boolean => topic === "oos" && score < SURE_STATEMENT;

/** Whether a text begins as if it went on. */
const goesOn = (folded: string, bare: string, { ellipses }: Lexicon): boolean =>
  ellipses.some((start) => bare.startsWith(`${start} `) || folded.startsWith(`${start} `));

/** What a text is about: what it says of money points to what is known of it, and a follow-up is read with the last topic. */
function guessOf(short: string, leans: boolean, where: Where, parts: Parts): TopicGuess {
  const { words, topics } = parts;
  const { money, lastTitles } = where;
  if (money !== null && pointsTo(short, money.said, words))
    return { topic: money.topic, score: 1, alternatives: [], negated: [] };
  const alone = guessTopic(short, where.lastTopic, parts);
  const guess =
    leans && !(isConfident(alone) && isCommand(alone.topic, words))
      ? leaned(
          alone,
          lastTitles.map((title) => guessTopic(`${title}. ${short}`, null, parts)),
          where,
        )
      : alone;
  const rest = withoutRest(guess, () => topics.spelled(short), words);
  const doubts = guess.negated.includes(CLOSING) && short.includes("?");
  return doubts && (rest.topic === null || ofReason(where) !== null)
    ? { topic: ofReason(where) ?? WHETHER, score: 1, alternatives: [], negated: [] }
    : rest;
}

/**
 * Of a follow-up read alone and with what was told last, the reading that stays with the matter; one that leads from the
 * alternatives to deleting is none that the guide answers.
 */
function leaned(alone: TopicGuess, together: readonly TopicGuess[], { lastTopic }: Where): TopicGuess {
  const isKnown = (guess: TopicGuess): boolean =>
    isConfident(guess) && !OUT_OF_SCOPE_TOPICS.includes(guess.topic);
  const known = together.filter(isKnown);
  const inside = known.find(({ topic }) => inThread(topic, lastTopic));
  if (inside !== undefined) return inside;
  const leaves = alone.topic !== null && isAway(alone.topic, lastTopic);
  if (leaves) return { topic: "not_in_guide", score: alone.score, alternatives: [], negated: alone.negated };
  return known[0] ?? alone;
}

/** the topic of whether to close the account at all */
const WHETHER = "decide";

const ofReason = ({ lastTopic }: Where): string | null =>
  lastTopic?.startsWith("reason_") ? lastTopic : null;

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

/** So many parts with commas between make a list, each of which may answer. */
const A_LIST = 3;

/** The sentences of a text, and the parts of one that is a list. */
const partsOf = (text: string): string[] =>
  sentencesOf(text).flatMap((sentence) => {
    const listed = sentence.split(",");
    return listed.length >= A_LIST
      ? listed.map((part) => part.trim()).filter((part) => part !== "")
      : [sentence];
  });

/** Whether a sentence, or what follows a comma in it, is put as a question. */
const asksSomewhere = (sentence: string, words: Lexicon): boolean =>
  sentence.split(",").some((part) => {
    const folded = normalize(part);
    return isQuestion(part, folded, words) || isQuestion(part, plain(folded, words.courtesies), words);
  });

/** What the sentences beside the one that answers ask of the guide. */
function besideOf(text: string, answered: string, parts: Parts): Extract<Act, { act: "ask" }>[] {
  return sentencesOf(text).flatMap((sentence) => {
    const [, ...after] = sentence.split(",");
    const rest = sentence === answered ? after.join(",") : sentence;
    if (rest.trim() === "" || !asksSomewhere(rest, parts.words)) return [];
    const { topic, score, alternatives } = guessTopic(rest, null, parts);
    if (topic === null || topic === "oos" || isCommand(topic, parts.words) || alternatives.length > 0)
      return [];
    return [{ act: "ask" as const, topic, score, asking: true }];
  });
}

/** What the parts of a text that says several things ask about the desk. */
function deskAsides(text: string, spoken: readonly FoundAct[], parts: Parts): AboutDesk[] {
  if (!spoken.some(({ act, whole }) => act === "about-desk" && !whole)) return [];
  const said = partsOf(text);
  if (said.length < 2) return [];
  return said.flatMap((part) =>
    parts.acts(part).flatMap((act) => (act.act === "about-desk" && act.whole ? [act.id] : [])),
  );
}

/** Commands that end nothing; an answer in the same words goes first. */
const PLEASANTRIES: ReadonlySet<Command> = new Set(["bye", "greeting", "thanks", "help"]);
/** What "ok" and "👍" are: an answer only where nothing else was said since the question. */
const isWeak = (act: FoundAct): boolean => act.act === "acknowledge" && act.whole;

/** Whether an act answers a question by the option that means yes. */
const isYes = (act: Act, question: OpenQuestion | null): boolean =>
  act.act === "answer" &&
  question?.choices.some(({ id, means }) => id === act.option && means === "yes") === true;

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
  const { spoken, asking, guess } = said;
  const isAsked = asking || text.includes("?");
  const whole = inOrder(spoken.filter((act) => isOfItself(act) && !(isAsked && isOnDeleting(act))));
  const asks = asksAt(said, where, parts);
  const followUp: Act[] =
    isAtBeginning(place) &&
    where.sideAnswered &&
    where.lastTopic !== null &&
    parts.words.followUps.has(said.bare)
      ? [{ act: "ask", topic: where.lastTopic, score: 1, asking: true, follows: true, points: true }]
      : [];
  if (question?.takes === "text" && !question.choices.some(({ means }) => means === "yes"))
    return { acts: textActs(text, said, whole, asks, place), answered: null };
  const options = optionsOf(said, question, place, parts);
  const corrections = correctionsOf(said, options, where, parts);
  const read = question === null ? [] : await answersOf(said, options, question, where, parts);
  const isNod = spoken.some(isWeak);
  const answers = isNod ? read.filter((act) => isYes(act, question)) : read;
  const approves =
    isNod && question?.takes === "text" && said.folded.includes(" ") ? answers.filter(isSure) : [];
  const alone = answers.some(isSure) ? null : answeringSentence(said, options, question, place, parts);
  const conditional = spoken.find((act) => isYesNo(act) && act.conditional && !act.denied);
  const others = spoken.filter(
    (act) => !isYesNo(act) && !whole.includes(act) && !(isAsked && isOnDeleting(act)),
  );
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
  const isMatter =
    isForGuide(guess) &&
    !isCommand(guess.topic ?? "", parts.words) &&
    (asking || (place !== null && isAtBeginning(place)));
  const askedFirst = (isMatter || isClearlyAsked(said)) && !answers.some(isSure) && !isDoubt;
  const first = asks.some(isClearQuestion) ? [...asks] : [];
  const acts = [
    ...approves,
    ...followUp,
    ...corrections,
    ...(alone === null ? [] : [alone.act]),
    ...condition,
    ...(isClearRefusal(guess) && asking ? whole.filter((act) => !isAboutDesk(act)) : whole),
    ...(askedFirst
      ? [...first, ...wishes, ...(isForGuide(guess) ? [] : aboutDesk), ...asks, ...answers]
      : [...answers.filter(isSure), ...wishes, ...answers]),
    ...aboutDesk,
    ...asks,
    ...others,
    ...(question !== null && spoken.some((act) => act.act === "yes" && act.whole) ? [WHICH] : []),
    ...(question?.takes === "text" ? [{ act: "text", text } as const] : []),
    { act: "unclear", words: !isGibberish(said, parts) } as const,
  ];
  return {
    acts: acts as Act[],
    answered: alone?.sentence ?? (answers.some(isSure) ? firstSentence(said.text) : null),
  };
}

/**
 * The acts of a text at a question that takes one: acts of their own, in a short line also wishes and questions after the
 * desk; whatever is left is the text.
 */
function textActs(
  text: string,
  { spoken, folded, asking }: Said,
  whole: readonly FoundAct[],
  asks: readonly Act[],
  place: string | null,
): Act[] {
  const told = isShort(folded) ? spoken.filter((act) => isAboutDesk(act) || isWish(act)) : [];
  const repairs = place?.startsWith("draft.") ? spoken.filter(({ act }) => act === "repair") : [];
  const asked = asking ? asks.filter(isAsk) : [];
  const undone = asks.filter(isUndoing);
  const isYesOrNo = spoken.some((act) => isYesNo(act) && act.whole);
  const rest: Act = isYesOrNo ? { act: "unclear", words: true } : { act: "text", text };
  return [...undone, ...(whole as Act[]), ...(told as Act[]), ...asked, ...(repairs as Act[]), rest];
}

/** Whether nothing is asked but what the person wants. */
const isAtBeginning = (place: string | null): boolean => place === null || /^(root|question)\./.test(place);

/** What a text asks for; a statement where a text is taken asks for nothing but to go back, in a short line. */
function asksAt(said: Said, where: Where, parts: Parts): Act[] {
  const asks = asksOf(said, where, parts);
  if (where.question?.takes !== "text" || said.asking) return asks;
  return isShort(said.folded) ? asks.filter(isUndoing) : [];
}

/** Commands that lead back. */
const UNDOING: ReadonlySet<Command> = new Set(["restart", "cancel", "back"]);
const isUndoing = (act: Act): boolean => act.act === "command" && UNDOING.has(act.command);

const isShort = (folded: string): boolean => folded.split(" ").length <= SHORT_LINE;

/** A bare yes where none of the options means yes. */
const WHICH = { act: "which-one" } as const;

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

/** Whether a text is a question that neither the guide nor the desk answers. */
const isClearlyAsked = ({ asking, guess }: Said): boolean => asking && guess.topic === "not_in_guide";

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

/** "No real people here?" asks; without the question it is a wish. */
const isOnNobody = ({ act, id }: FoundAct): boolean => act === "wish" && id === "no-person";

/** The one sentence of several that answers the question by its meaning. */
function answeringSentence(
  said: Said,
  whole: readonly OptionMatch[],
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): { act: Act; sentence: string } | null {
  const sentences = question?.isGate === true ? sentencesOf(said.text) : partsOf(said.text);
  if (question === null || place === null || sentences.length < 2) return null;
  for (const sentence of sentences) {
    const folded = normalize(sentence);
    if (isQuestion(sentence, folded, words)) continue;
    const [best] = options(sentence, place);
    const choice = question.choices.find(({ id }) => id === best?.option);
    if (choice === undefined || isDeniedIn(whole, choice.id) || isDenied(folded, choice, words)) continue;
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
  const isOnClosing = question.choices.some(({ wish }) => wish === "delete" || wish === "keep");
  if (keeps && guess.topic === null && !isOnClosing) return [];
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
  { now, place }: Where,
  parts: Parts,
): Promise<Act[]> {
  const atBeginning = isAtBeginning(place);
  const { spoken, asking, guess, folded } = said;
  const { choices } = question;
  const answer = (option: string, sure: Sureness): Act[] => [{ act: "answer", option, sure }];
  const read = await readAnswer(said, question, now, parts);
  if (read?.kind === "moment") return [{ act: "moment", moment: read.moment }];
  if (read?.kind === "text") return [{ act: "text", text: read.text }];
  const [together] = question.several ? namedTogether(folded, choices, question.several) : [];
  if (together !== undefined && !asking) return answer(together, "sure");
  const [best] = options;
  const meant = best !== undefined && best.score >= NEAR ? best : null;
  const stays = (id: string): boolean =>
    choices.some((choice) => choice.id === id && choice.means === "no" && choice.wish === undefined);
  const yesNo = spoken.find((act) => isYesNo(act) && !act.denied && !act.conditional);
  const byYesNo = yesNo && choices.find(({ means }) => means === yesNo.act)?.id;
  const wish = asking ? undefined : spoken.find((act) => isWish(act) && !act.denied && !act.conditional);
  const byWish =
    wish &&
    choices.find(
      (choice) =>
        choice.wish !== undefined && choice.wish === wish.id && !isDenied(folded, choice, parts.words),
    )?.id;
  const isNamed = meant !== null && meant.score >= SURE && folded.includes(" ");
  if (yesNo?.whole && byYesNo && !isNamed) return answer(byYesNo, yesNo.id === "probably" ? "near" : "sure");
  if (byWish) {
    const isSame = (id: string | undefined): boolean =>
      id === undefined || id === byWish || choices.find((choice) => choice.id === id)?.wish === wish?.id;
    const denies = [...parts.words.negations].some((word) => ` ${folded} `.includes(` ${word} `));
    return answer(byWish, isSame(byYesNo) && (denies || isSame(meant?.option)) ? "sure" : "near");
  }
  const isThanked = question.takes === "text" && spoken.some(({ act }) => act === "thanks");
  const isSafe = (id: string): boolean =>
    (question.isGate === true && stays(id)) ||
    (isThanked && choices.some((choice) => choice.id === id && choice.means === "yes"));
  const enough = meant !== null && isSafe(meant.option) ? SAFE : SURE;
  const surely: Sureness = asking && !atBeginning ? "near" : "sure";
  if (meant !== null && (meant.score >= enough || byYesNo === meant.option))
    return answer(meant.option, surely);
  if (read?.kind === "choice") {
    const isDenied = isDeniedIn(options, read.choice);
    const byTopic = isByTopic(choices, read.choice, guess);
    const doubts = byTopic && (asking ? DOUBTS.includes(guess.topic ?? "") : isGuessedInAnger(said));
    const keeps =
      guess.negated.includes(CLOSING) &&
      choices.some(({ id, wish: on }) => id === read.choice && on === "delete");
    if (!isDenied && !doubts && !keeps)
      return answer(read.choice, meant !== null && meant.option !== read.choice ? "near" : surely);
  }
  if (meant !== null && mayBeMeant(said, meant.option, question)) return answer(meant.option, "near");
  if (byYesNo && yesNo !== undefined && !isDeniedIn(options, byYesNo))
    return answer(byYesNo, folded.split(" ").length <= FEW_MORE ? "sure" : "led");
  return [];
}

/** Whether an option that is only near is worth asking back: not a yes to "I don't want to close", nor words at an address. */
function mayBeMeant({ guess }: Said, option: string, { choices, takes }: OpenQuestion): boolean {
  const isYes = choices.some(({ id, means }) => id === option && means === "yes");
  return takes !== "email" && !(isYes && guess.negated.includes(CLOSING));
}

/** Whether a text denies an option. */
const isDeniedIn = (options: readonly OptionMatch[], id: string): boolean =>
  options.some(({ option, score }) => option === id && score === 0);

const isGuessedInAnger = ({ anger, guess: { score } }: Said): boolean => anger && score < SURE_STATEMENT;

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
    said.spoken.some((act) => isWish(act) || act.act === "unsure")
  )
    return [];
  const here = options[0]?.score ?? 0;
  const others = answered.flatMap((before) => {
    const [best] = match(said.text, before.place);
    const isOther = best !== undefined && best.score >= CORRECTS && best.option !== before.option;
    return isOther && best.score > here ? [{ act: "correct" as const, at: before.index, ...best }] : [];
  });
  const [likeliest] = others.toSorted((one, other) => other.score - one.score);
  if (likeliest !== undefined) return [{ act: "correct", at: likeliest.at, option: likeliest.option }];
  return [];
}

/** A text that only says that the account is not to be closed has no topic: what is left of it means nothing. */
function withoutRest(guess: TopicGuess, spelled: () => string, words: Lexicon): TopicGuess {
  if (!guess.negated.includes(CLOSING) || !onlyDenies(spelled(), words)) return guess;
  return { topic: null, score: guess.score, alternatives: [], negated: guess.negated };
}

/** the topic of where to click to close the account */
const CLICKS = "steps_navigate";
/** the topic of closing the account */
const CLOSING = "steps";
/** A statement while something is asked is a topic of its own only when it is this sure; an angry one picks an answer only then. */
const SURE_STATEMENT = 0.9;
/** heard in any case: a suspended account is never led towards closing */
const PROTECTS: readonly string[] = ["reason_suspension", "restore_suspended"];

const takesTopics = ({ choices }: OpenQuestion): boolean =>
  choices.some(({ topics }) => topics !== undefined && topics.length > 0);

/** What of the guide, or which command, a text asks for. */
function asksOf(said: Said, { question, place }: Where, parts: Parts): Act[] {
  const { guess, asking, folded } = said;
  const { topic, score } = guess;
  if (topic === null) return [];
  const isStated = !asking && !said.text.includes("?") && !isAtBeginning(place);
  if (isStated && OUT_OF_SCOPE_TOPICS.includes(topic)) return [];
  if (topic === "oos" && saysNothing(folded, parts.words, parts.topics.isWord)) return [];
  const stated = question !== null && !takesTopics(question) && !asking;
  const act = askOf(said, parts);
  if (act === null) return [];
  const ownOption = question?.choices.some(
    (choice) => choice.topics?.includes(topic) === true && isDenied(folded, choice, parts.words),
  );
  if (!asking && ownOption && !PROTECTS.includes(topic)) return [];
  const weak = act.act === "ask-which" || (act.act === "ask" && score < SURE_STATEMENT);
  if ((stated || (said.anger && !asking)) && weak && !PROTECTS.includes(topic)) return [];
  return [act];
}

function askOf({ guess, text, folded, asking, leans, points }: Said, { words, topics }: Parts): Act | null {
  const { topic, score } = guess;
  if (topic === null) return null;
  if (!isConfident(guess)) return between(guess, asking, words);
  if (!isCommand(topic, words))
    return {
      act: "ask",
      topic,
      score,
      asking,
      ...(leans ? { follows: true } : {}),
      ...(points ? { points: true } : {}),
    };
  const command =
    spokenCommand(folded, guess, words) ??
    nearCommand(folded, words, topics.isWord) ??
    words.commands.get(plain(topics.spelled(text), words.courtesies)) ??
    (HARMLESS.includes(topic) && score >= SURE_STATEMENT ? topic : undefined);
  if (command) return { act: "command", command, sure: false };
  return topic === "erase" ? { act: "ask-which", topics: ERASE_WHAT } : null;
}

/** Commands that may be carried out on a good guess. */
const HARMLESS: readonly Command[] = ["copy", "help"];

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
