import type { Act, OpenQuestion, Sureness, TopicGuess, Where } from "../interpretation.ts";
import { normalize } from "../normalize.ts";
import { CLOSING, isAtBeginning, isWish, isYesNo, type Parts, type Said, SURE_STATEMENT } from "../said.ts";
import { partsOf, sentencesOf } from "../sentence-parts.ts";
import { isQuestion } from "../slots.ts";
import { readAnswer, tellsNotice } from "./answer.ts";
import { isDenied, namedTogether } from "./choice.ts";
import type { OptionMatch } from "./option-match.ts";

/** Below this an option is not even asked back; from `SURE` on it is taken, and from `SAFE` on where it opens no gate. */
const NEAR = 0.5;

const SURE = 0.88;

const SAFE = 0.6;

/** A part of so few words is always compared: it costs little, and may have no word of any example. */
const FEW_WORDS = 3;
/** A longer one that has less in common with every example answers nothing surely: of 1,600 that do, four share less. */
const LEAST_SHARED = 0.1;
/** So many longer ones are compared, those that share most: each is encoded. */
const MOST_PARTS = 4;

/** The parts of a text that may answer surely, in order. */
function likelyParts(parts: readonly string[], place: string, { shares }: Parts["options"]): string[] {
  const long = parts.filter((part) => part.split(/\s+/u).length > FEW_WORDS);
  const likely = long
    .map((part) => ({ part, shared: shares(part, place) }))
    .filter(({ shared }) => shared >= LEAST_SHARED)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, MOST_PARTS)
    .map(({ part }) => part);
  return parts.filter((part) => !long.includes(part) || likely.includes(part));
}

/** The one sentence of several that answers the question by its meaning. */
export function answeringSentence(
  said: Said,
  whole: readonly OptionMatch[],
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): { act: Act; sentence: string } | null {
  const sentences = question?.isGate === true ? sentencesOf(said.text) : partsOf(said.text);
  if (question === null || place === null || sentences.length < 2) return null;
  const told = sentences.filter((sentence) => !isQuestion(sentence, normalize(sentence), words));
  for (const sentence of likelyParts(told, place, options)) {
    const folded = normalize(sentence);
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
export function optionsOf(
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
export async function answersOf(
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
  if (yesNo?.whole && !byYesNo && !isNamed) return [];
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
  const isDoubted = question.isGate === true && spoken.some(({ act, denied }) => act === "unsure" && !denied);
  const isYes = (id: string): boolean => choices.some((choice) => choice.id === id && choice.means === "yes");
  const surely = (id: string): Sureness =>
    (asking && !atBeginning) || (isDoubted && isYes(id)) ? "near" : "sure";
  if (meant !== null && (meant.score >= enough || byYesNo === meant.option))
    return answer(meant.option, surely(meant.option));
  if (read?.kind === "choice") {
    const isOut = isDeniedIn(options, read.choice);
    const byTopic = isByTopic(choices, read.choice, guess);
    const doubts = byTopic && (asking ? DOUBTS.includes(guess.topic ?? "") : isGuessedInAnger(said));
    const keeps =
      guess.negated.includes(CLOSING) &&
      choices.some(({ id, wish: on }) => id === read.choice && on === "delete");
    if (!isOut && !doubts && !keeps)
      return answer(
        read.choice,
        meant !== null && meant.option !== read.choice ? "near" : surely(read.choice),
      );
  }
  const isKept = question.notice === "kept" && meant === null && byYesNo === undefined;
  if (isKept && tellsNotice(said.whole ?? said.text, parts.words))
    return [{ act: "text", text: said.whole ?? said.text }];
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
