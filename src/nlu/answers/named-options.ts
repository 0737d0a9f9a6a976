import { featureKey } from "../topics/features.ts";
import {
  type Compared,
  type LikenessParts,
  likeness,
  NOTHING,
  type PlaceIndex,
  wordsOf,
} from "./option-likeness.ts";
import { polarityOf } from "./polarity.ts";

/** How much of a word's use at a place is one option's, for the word to stand for it. */
const OWN_SHARE = 0.75;
const LEAST_EXAMPLES = 2;

/** The options of which a folded text, put in any of these ways, is an example, word for word. */
export const optionsWith = (ways: readonly string[], { saying }: PlaceIndex): number[] => [
  ...new Set(ways.flatMap((way) => [...(saying.get(way) ?? [])])),
];

/** The options of which words are nearly their own. */
export function ownersOf(object: string, index: PlaceIndex, { model }: LikenessParts): number[] {
  const words = wordsOf(object).filter((word) => !isCommon(word, index, model.polarity.fillers));
  return [...new Set(words.flatMap((word) => ownerOf(word, index) ?? []))];
}

/** Whether the example of an option that a text is most like turns the sentence round as the text does. */
export function agrees(said: Compared, option: number, index: PlaceIndex, parts: LikenessParts): boolean {
  const { all } = likeness(said, index, parts);
  const own = index.optionOf.flatMap((of, example) => (of === option ? [example] : []));
  const best = own.reduce((a, b) => ((all[b] ?? 0) > (all[a] ?? 0) ? b : a), own[0] ?? 0);
  return ((index.polarity[best] ?? 0) & 1) === (polarityOf(wordsOf(said.folded), parts.model.polarity) & 1);
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
