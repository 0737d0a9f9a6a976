import type { FindConcepts } from "./concepts.ts";

/** How far apart two concepts may stand to count as a sequence. */
const NEAR_WORDS = 3;
const LETTERS = [2, 3, 4];

/** The three groups of features of a text; each is weighed and normed on its own. */
export const featureGroups = ["words", "letters", "concepts"] as const;
export type Features = Record<(typeof featureGroups)[number], string[]>;

/** What a folded text shows: words and pairs of words, letter groups within words, concepts with their pairs and sequences. */
export function featuresOf(folded: string, findConcepts: FindConcepts): Features {
  const words = folded.split(" ").filter((word) => word !== "");
  return {
    words: [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)],
    letters: words.flatMap(letterGroups),
    concepts: conceptFeatures(findConcepts(words)),
  };
}

function letterGroups(word: string): string[] {
  const padded = ` ${word} `;
  return LETTERS.flatMap((size) =>
    Array.from({ length: Math.max(0, padded.length - size + 1) }, (_, start) =>
      padded.slice(start, start + size),
    ),
  );
}

function conceptFeatures(found: { concept: string; at: number }[]): string[] {
  const kinds = [...new Set(found.map(({ concept }) => concept))].sort();
  const pairs = kinds.flatMap((first, index) => kinds.slice(index + 1).map((second) => `${first}+${second}`));
  const sequences = found.flatMap((first, index) =>
    found
      .slice(index + 1)
      .filter(({ at }) => at > first.at && at <= first.at + NEAR_WORDS)
      .map(({ concept }) => `${first.concept}>${concept}`),
  );
  return [...kinds, ...pairs, ...sequences];
}
