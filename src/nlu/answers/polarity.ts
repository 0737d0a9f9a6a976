/** The words of a language that turn a sentence round. */
export interface PolarityWords {
  /** a first word that answers or waves something off, and denies nothing after it */
  leading: readonly string[];
  negators: readonly string[];
  /** negators that are what a verb before them is about: "i got nothing" denies no getting */
  absences: readonly string[];
  /** words before an answer that take an earlier one back, and say nothing of this one */
  leadIns: readonly string[];
  /** words by which something is left out: "all except one", "almost" */
  exceptions: readonly string[];
  /** words at which a sentence goes over from what is denied to what is so */
  joints: readonly string[];
  /** words between a negation and what it denies */
  fillers: readonly string[];
  /** how a question begins */
  questions: readonly string[];
}

/** What turns a sentence round, as bits: a text agrees with an example only where both have the same. */
export const polarityOf = (
  words: readonly string[],
  { leading, negators, exceptions, questions }: PolarityWords,
): number => {
  const rest = words.length > 1 && leading.includes(words[0] ?? "") ? words.slice(1) : words;
  const denies = rest.some((word) => negators.includes(word)) ? 1 : 0;
  const leavesOut = rest.some((word) => exceptions.includes(word)) ? 2 : 0;
  const asks = questions.includes(words[0] ?? "") ? 4 : 0;
  return denies + leavesOut + asks;
};
