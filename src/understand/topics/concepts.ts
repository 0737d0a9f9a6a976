import { fold } from "../fold.ts";

/** Finds the concepts that words of a text stand for: "nuke my acc" -> delete, account. */
export type FindConcepts = (words: readonly string[]) => { concept: string; at: number }[];

const LONGEST_PHRASE = 4;

/**
 * Makes a finder from a lexicon: concept -> words and phrases; a word that ends in `*` stands for all that begin so.
 */
export function conceptFinder(lexicon: Readonly<Record<string, readonly string[]>>): FindConcepts {
  const whole = new Map<string, string[]>();
  const beginnings: [string, string][] = [];
  for (const [concept, entries] of Object.entries(lexicon)) {
    for (const entry of entries) {
      if (entry.endsWith("*")) beginnings.push([fold(entry), concept]);
      else whole.set(fold(entry), [...(whole.get(fold(entry)) ?? []), concept]);
    }
  }
  return (words) =>
    words.flatMap((word, at) => {
      const phrases = Array.from({ length: LONGEST_PHRASE }, (_, i) => words.slice(at, at + i + 1).join(" "));
      const named = [...new Set(phrases)].flatMap((phrase) => whole.get(phrase) ?? []);
      const begun = beginnings
        .filter(([beginning]) => word.startsWith(beginning))
        .map(([, concept]) => concept);
      return [...named, ...begun].map((concept) => ({ concept, at }));
    });
}
