import type { Example } from "./examples.ts";

/** Groups of words and phrases that could stand for one another in an example. */
export type Synonyms = readonly (readonly string[])[];

/** How often a word that could be exchanged is. */
const EXCHANGED = 0.6;

/** An example, or one made of it; `source` is the place of the original in the list. */
export interface Worded extends Example {
  source: number;
}

/** The examples, and after them for each that has words to exchange one more in other words. */
export function inOtherWords(
  examples: readonly Example[],
  synonyms: Synonyms,
  random: () => number,
): Worded[] {
  const originals = examples.map((example, source) => ({ ...example, source }));
  const groups = new Map(synonyms.flatMap((group) => group.map((phrase) => [phrase, group] as const)));
  if (groups.size === 0) return originals;
  const longestFirst = [...groups.keys()].sort((a, b) => b.length - a.length);
  const phrases = new RegExp(`(?<!\\p{L})(?:${longestFirst.join("|")})(?!\\p{L})`, "gu");
  const exchanged = originals.flatMap(({ text, topic, source }) => {
    const before = text.toLowerCase();
    const after = before.replace(phrases, (said) =>
      random() < EXCHANGED ? oneOf(groups.get(said) ?? [said], random) : said,
    );
    return after === before ? [] : [{ text: after, topic, source }];
  });
  return [...originals, ...exchanged];
}

function oneOf(group: readonly string[], random: () => number): string {
  return group[Math.floor(random() * group.length)] ?? "";
}
