import { fold } from "../fold.ts";
import type { Example } from "./examples.ts";

const LEAST_TEXTS = 2;

/** The words that at least two examples use, commonest first: what slips are corrected towards. */
export function vocabularyOf(examples: readonly Example[]): string[] {
  const texts = new Map<string, number>();
  for (const { text } of examples) {
    for (const word of new Set(fold(text).split(" "))) texts.set(word, (texts.get(word) ?? 0) + 1);
  }
  return [...texts]
    .filter(([word, count]) => count >= LEAST_TEXTS && /^\p{L}+$/u.test(word))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word);
}

/** Whether two words follow each other in at least two examples. */
export function pairsOf(examples: readonly Example[]): (first: string, second: string) => boolean {
  const texts = new Map<string, number>();
  for (const { text } of examples) {
    const words = fold(text).split(" ");
    const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
    for (const pair of new Set(pairs)) texts.set(pair, (texts.get(pair) ?? 0) + 1);
  }
  return (first, second) => (texts.get(`${first} ${second}`) ?? 0) >= LEAST_TEXTS;
}
