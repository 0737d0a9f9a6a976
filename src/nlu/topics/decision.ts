import type { TopicGuess } from "../interpretation.ts";

/** Topics of which one holds the others: its answer serves when it is not clear which of them is meant. */
const families: Readonly<Record<string, readonly string[]>> = {
  steps: ["steps_navigate"],
  restore: ["restore_deleted", "restore_suspended"],
};

/** The family of a topic: the one that holds the others first. A topic without a family is one of its own. */
export function familyOf(topic: string): readonly string[] {
  const [held] = Object.entries(families).filter(
    ([whole, parts]) => whole === topic || parts.includes(topic),
  );
  return held === undefined ? [topic] : [held[0], ...held[1]];
}

/** Whether one of two topics holds the other, so that the answer to one serves a question for the other. */
export function serves(given: string, asked: string): boolean {
  return (
    given === asked || families[given]?.includes(asked) === true || families[asked]?.includes(given) === true
  );
}

/** How scores become probabilities, and from which probability on the desk does what. */
export interface Calibration {
  /** what scores are multiplied by before they are turned into probabilities */
  steepness: number;
  /** at least this sure of one topic: act */
  sure: number;
  /** at least this sure that it is one of three: ask which */
  which: number;
  /** at least this sure that the guide does not answer it: say so */
  refuse: number;
}

/** Topics that stand for "not for the guide". */
export const OUT_OF_SCOPE_TOPICS = ["not_in_guide", "oos"];

const MOST_BUTTONS = 3;
const LEAST_WORTH_A_BUTTON = 0.04;
/** A topic comes near a question that the guide does not answer when it is at least this likely among those of the guide. */
const LEAST_NEAR = 0.75;
/** and at least this likely among all */
const LEAST_LIKELY = 0.005;
/** A refusal that is less likely than this leaves room for any topic of some likelihood. */
const WEAK_REFUSAL = 0.5;
const SOME = 0.2;

/** What a text is about, from the probability of each topic. */
export function decide(
  probabilities: ReadonlyMap<string, number>,
  calibration: Calibration,
): Omit<TopicGuess, "negated"> {
  const ranked = [...probabilities]
    .map(([topic, score]) => ({ topic, score }))
    .sort((a, b) => b.score - a.score);
  const guide = ranked.filter(({ topic }) => !OUT_OF_SCOPE_TOPICS.includes(topic));
  const none = ranked.filter(({ topic }) => OUT_OF_SCOPE_TOPICS.includes(topic));
  const refusal = none.reduce((sum, { score }) => sum + score, 0);
  const [first] = guide;
  if (none[0] !== undefined && refusal >= calibration.refuse) {
    const least = refusal < WEAK_REFUSAL ? SOME : Math.max(LEAST_LIKELY, LEAST_NEAR * (1 - refusal));
    const isNear = first !== undefined && first.score >= least;
    const nearest = isNear ? { nearest: first.topic } : {};
    return { topic: none[0].topic, score: refusal, alternatives: [], ...nearest };
  }
  if (first === undefined) return { topic: null, score: 0, alternatives: [] };
  if (first.score >= calibration.sure) return { ...first, alternatives: [] };
  const [whole, ...parts] = familyOf(first.topic);
  const family = [whole, ...parts].reduce((sum, topic) => sum + (probabilities.get(topic ?? "") ?? 0), 0);
  if (family >= calibration.sure)
    return {
      topic: first.score > family / 2 ? first.topic : (whole ?? first.topic),
      score: family,
      alternatives: [],
    };
  const buttons = guide.slice(0, MOST_BUTTONS).filter(({ score }) => score >= LEAST_WORTH_A_BUTTON);
  const together = buttons.reduce((sum, { score }) => sum + score, 0);
  if (together >= calibration.which && buttons.length > 1)
    return { ...first, alternatives: buttons.slice(1) };
  return { topic: null, score: first.score, alternatives: buttons };
}

/** Scores as probabilities that add up to one. */
export function toProbabilities(
  scores: ArrayLike<number>,
  topics: readonly string[],
  steepness: number,
): Map<string, number> {
  const largest = Math.max(...Array.from(scores));
  const weights = topics.map((_, index) => Math.exp(((scores[index] ?? 0) - largest) * steepness));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(topics.map((topic, index) => [topic, (weights[index] ?? 0) / total]));
}

/** Whether the desk may act on a guess without asking. */
export function isConfident(guess: TopicGuess): guess is TopicGuess & { topic: string } {
  return guess.topic !== null && (guess.alternatives.length === 0 || guess.several === true);
}
