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
  /** at least this far ahead of the next topic, and half as far ahead of a refusal: act */
  lead: number;
  /** at least this sure that it is one of three: ask which */
  which: number;
  /** at least this sure that the guide does not answer it: say so */
  refuse: number;
}

/** Topics that stand for "not for the guide". */
export const OUT_OF_SCOPE_TOPICS = ["not_in_guide", "oos"];

const MOST_BUTTONS = 3;
/** From so many on a button must be worth its place. */
const FEWEST_BUTTONS = 2;
const LEAST_WORTH_A_BUTTON = 0.04;
/** Where neither a topic nor buttons are likely enough, it is refused only if that is likelier than not. */
const LIKELIER_THAN_NOT = 0.5;
/** A topic comes near a question that the guide does not answer when it is at least this likely among those of the guide, */
const LEAST_NEAR = 0.75;
/** and at least this likely among all. */
const LEAST_LIKELY = 0.005;
/** A refusal that is less likely than this leaves room for any topic of some likelihood. */
const WEAK_REFUSAL = 0.5;
const SOME = 0.2;

/**
 * What a text is about, from the probability of each topic: one that is far enough ahead is acted on, a likely refusal is
 * said, and of what is left the likeliest are asked about.
 */
export function decide(
  probabilities: ReadonlyMap<string, number>,
  { lead, which, refuse }: Pick<Calibration, "lead" | "which" | "refuse">,
): Omit<TopicGuess, "negated"> {
  const ranked = [...probabilities]
    .map(([topic, score]) => ({ topic, score }))
    .sort((a, b) => b.score - a.score);
  const guide = ranked.filter(({ topic }) => !OUT_OF_SCOPE_TOPICS.includes(topic));
  const none = ranked.filter(({ topic }) => OUT_OF_SCOPE_TOPICS.includes(topic));
  const refusal = refusalOf(probabilities);
  const [first] = guide;
  const refused = (): Omit<TopicGuess, "negated"> => {
    const least = refusal < WEAK_REFUSAL ? SOME : Math.max(LEAST_LIKELY, LEAST_NEAR * (1 - refusal));
    const nearest = first !== undefined && first.score >= least ? { nearest: first.topic } : {};
    return { topic: none[0]?.topic ?? null, score: refusal, alternatives: [], ...nearest };
  };
  if (refusal >= refuse) return refused();
  if (first === undefined) return { topic: null, score: 0, alternatives: [] };
  const [whole = first.topic, ...parts] = familyOf(first.topic);
  const family = [whole, ...parts];
  const score = family.reduce((sum, topic) => sum + (probabilities.get(topic) ?? 0), 0);
  const next = guide.find(({ topic }) => !family.includes(topic))?.score ?? 0;
  if (score - next >= lead && score - refusal >= lead / 2)
    return { topic: first.score > score / 2 ? first.topic : whole, score, alternatives: [] };
  const buttons = guide
    .slice(0, MOST_BUTTONS)
    .filter((button, at) => at < FEWEST_BUTTONS || button.score >= LEAST_WORTH_A_BUTTON);
  const together = buttons.reduce((sum, button) => sum + button.score, 0);
  if (together >= which && buttons.length > 1) return { ...first, alternatives: buttons.slice(1) };
  return refusal >= LIKELIER_THAN_NOT
    ? refused()
    : { topic: null, score: first.score, alternatives: buttons };
}

/** How likely it is that nothing answers a text. Where no topic stands for that, what is near none of them is unlikely for all. */
export function refusalOf(probabilities: ReadonlyMap<string, number>): number {
  const none = OUT_OF_SCOPE_TOPICS.filter((topic) => probabilities.has(topic));
  return none.length > 0
    ? none.reduce((sum, topic) => sum + (probabilities.get(topic) ?? 0), 0)
    : 1 - Math.max(0, ...probabilities.values());
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
