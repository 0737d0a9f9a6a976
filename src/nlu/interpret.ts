import type { FoundAct } from "./acts/spoken-act.ts";
import { answeringSentence } from "./answers/answering-sentence.ts";
import { exactChoice } from "./answers/choice.ts";
import { correctionsOf } from "./answers/corrections.ts";
import { answersOf, optionsOf } from "./answers/option-answers.ts";
import { exactYesNo } from "./answers/yes-no.ts";
import { addressesIn } from "./email/addresses.ts";
import type { Act, Command, Interpretation, OpenQuestion, TopicGuess, Where } from "./interpretation.ts";
import type { Lexicon } from "./lexicon.ts";
import { MAX_NLU_CHARACTERS, normalize, plain, truncateForNlu } from "./normalize.ts";
import { nothingSpecial } from "./questions/asked-for.ts";
import {
  CLOSING,
  isAboutDesk,
  isAsk,
  isAtBeginning,
  isCommand,
  isOnDeleting,
  isSure,
  isWish,
  isYesNo,
  type Parts,
  type Said,
} from "./said.ts";
import {
  afterSelfCorrection,
  besideOf,
  deskAsides,
  firstSentence,
  otherQuestions,
} from "./sentence-parts.ts";
import { beginsAsking, isAngry, isQuestion } from "./slots.ts";
import { asksOf } from "./topics/asks.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "./topics/decision.ts";
import { goesOn, guessOf, pointedAt } from "./topics/follow-up.ts";

const noGuess: TopicGuess = { topic: null, score: 0, alternatives: [], negated: [] };

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
  const need = words.needIn(text) || text;
  const short = truncateForNlu(text.length > MAX_NLU_CHARACTERS ? need : text);
  const folded = normalize(short);
  const bare = plain(normalize(truncateForNlu(need)), words.courtesies);
  const anger = isAngry(text, folded, words);
  const only = (acts: readonly Act[], angry = anger): Interpretation => ({
    acts,
    beside: [],
    asides: [],
    asked: nothingSpecial,
    anger: angry,
    guess: noGuess,
  });
  const address = question?.takes === "email" ? addressesIn(text, words) : { kind: "none" as const };
  if (address.kind !== "none") return only([{ act: "email", heard: address }]);

  const asked = beginsAsking(folded, words) || beginsAsking(bare, words);
  const asking = isQuestion(text, folded, words) || isQuestion(text, bare, words);
  const spoken = actsBesideCourtesies(text, need, parts)
    .map((act) => withRest(asked && isWish(act) ? { ...act, asked } : act, folded, words))
    .map((act): FoundAct => (asking && isOnNobody(act) ? { ...act, act: "about-desk", id: "bot" } : act));
  const exact = exactActs(folded, bare, spoken, question, words);
  if (exact !== null) return only(exact, anger && exact[0]?.act === "command");

  const goes = where.lastTitles.length > 0 && goesOn(folded, bare, words);
  const read = guessOf(short, goes, where, parts);
  const pointed = asking || goes ? pointedAt(read, folded, spoken, where, words) : null;
  const leans = goes || pointed !== null;
  const guess = pointed ?? read;
  const mayAsk = asking || isAtBeginning(where.place);
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
    beside: answered === null ? otherQuestions(short, acts[0], parts) : besideOf(short, answered, parts),
    asides: deskAsides(short, spoken, parts),
    asked: mayAsk ? parts.asksFor(short) : nothingSpecial,
    anger,
    guess,
  };
}

/** The spoken acts of a text; one that is all of it but for courtesies is whole. */
function actsBesideCourtesies(text: string, need: string, { acts }: Parts): readonly FoundAct[] {
  const found = acts(text);
  if (need === text || found.length === 0) return found;
  const alone = acts(need).filter(({ whole }) => whole);
  const isWhole = (act: FoundAct): boolean =>
    alone.some((one) => one.act === act.act && one.id === act.id && one.denied === act.denied);
  return alone.length === 0 ? found : found.map((act) => (isWhole(act) ? { ...act, whole: true } : act));
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
  const atBeginning = place !== null && isAtBeginning(place);
  const isMatter =
    (isForGuide(guess) || (atBeginning && !isAsked && isLikelyForGuide(guess))) &&
    !isCommand(guess.topic ?? "", parts.words) &&
    (asking || atBeginning);
  const askedFirst = (isMatter || isClearlyAsked(said)) && !answers.some(isSure) && !isDoubt;
  const first = asks.some(isClearQuestion) ? [...asks] : [];
  const acts = [
    ...approves,
    ...followUp,
    ...corrections,
    ...(alone === null ? [] : [alone.act]),
    ...condition,
    ...(isAsked ? [] : answers.filter((act) => isSure(act) && whole.some(isOnSkipping))),
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

/** What a text asks for; a statement where a text is taken asks for nothing but to go back, in a short line. */
function asksAt(said: Said, where: Where, parts: Parts): Act[] {
  // "go back, I spelled my name wrong" says what of a letter is to be changed
  const repairs = where.place?.startsWith("draft.") && said.spoken.some(({ act }) => act === "repair");
  const asks = asksOf(said, where, parts).filter((act) => !(repairs && isUndoing(act)));
  if (where.question?.takes !== "text" || said.asking) return asks;
  return isShort(said.folded) ? asks.filter(isUndoing) : [];
}

/** Commands that lead back. */
const UNDOING: ReadonlySet<Command> = new Set(["restart", "cancel", "back"]);

const isUndoing = (act: Act): boolean => act.act === "command" && UNDOING.has(act.command);

const isShort = (folded: string): boolean => folded.split(" ").length <= SHORT_LINE;

/** A bare yes where none of the options means yes. */
const WHICH = { act: "which-one" } as const;

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

/** Whether a topic of the guide is likelier than all else together, sure or not. */
const isLikelyForGuide = ({ topic, score }: TopicGuess): boolean =>
  topic !== null && score > 0.5 && !OUT_OF_SCOPE_TOPICS.includes(topic);

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

/** "I don't want to close my contracts", "not closing until I am paid", "do not close my ticket": no word on the account. */
const ABOUT_SOMETHING_ELSE: readonly string[] = ["steps_contracts", "consequences", "not_in_guide", "erase"];

/** A text that is this act and nothing else. */
const isOfItself = (act: FoundAct): boolean => act.whole && !isYesNo(act);

/** "I'd rather not say" may be an option of its own. */
const isOnSkipping = ({ act, id }: FoundAct): boolean => act === "about-question" && id === "may-skip";

/** "No real people here?" asks; without the question it is a wish. */
const isOnNobody = ({ act, id }: FoundAct): boolean => act === "wish" && id === "no-person";

/** Whether no word of a text is one of the language. */
const isGibberish = ({ folded }: Said, { topics }: Parts): boolean =>
  folded === "" || folded.split(" ").filter(topics.isWord).length * 2 < folded.split(" ").length;
