import { featureKey } from "../topics/features.ts";
import { type LikenessParts, NOTHING, type PlaceIndex, wordsOf } from "./option-likeness.ts";

/** How much of a word's use at a place is one option's, for the word to stand for it. */
const OWN_SHARE = 0.75;
const LEAST_EXAMPLES = 2;

/** The options that words name: an example of theirs is just this, or a word is nearly theirs alone. */
export function optionsNamed(ways: readonly string[], index: PlaceIndex, { model }: LikenessParts): number[] {
  const exact = index.texts.flatMap((text, example) =>
    ways.includes(model.texts[text] ?? "") ? [index.optionOf[example] ?? NOTHING] : [],
  );
  const named = exact.filter((option) => option !== NOTHING);
  if (named.length > 0) return [...new Set(named)];
  const object = ways.at(-1) ?? "";
  const words = wordsOf(object).filter((word) => !isCommon(word, index, model.polarity.fillers));
  return [...new Set(words.flatMap((word) => ownerOf(word, index) ?? []))];
}

const isCommon = (word: string, index: PlaceIndex, fillers: readonly string[]): boolean =>
  fillers.includes(word) || !index.postings.words.has(featureKey("words", word));

/** The option that a word belongs to, where it is mostly one's. */
function ownerOf(word: string, index: PlaceIndex): number | undefined {
  const counts = index.options.map(() => 0);
  for (const example of index.postings.words.get(featureKey("words", word))?.examples ?? []) {
    const option = index.optionOf[example] ?? NOTHING;
    if (option !== NOTHING) counts[option] = (counts[option] ?? 0) + 1;
  }
  const shares = counts.map((count, option) => count / (index.sizes[option] || 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const owner = shares.findIndex((share) => total > 0 && share / total >= OWN_SHARE);
  return owner !== -1 && (counts[owner] ?? 0) >= LEAST_EXAMPLES ? owner : undefined;
}
