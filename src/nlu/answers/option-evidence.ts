import { featureKey } from "../topics/features.ts";
import {
  backgroundNearness,
  type Compared,
  type LikenessParts,
  likeness,
  NOTHING,
  type PlaceIndex,
  wordsOf,
} from "./option-likeness.ts";
import { polarityOf } from "./polarity.ts";

const NEIGHBOURS = 3;
const LEAST = -1;

/** How much speaks for an option: the numbers that its score is made of. */
export type Evidence = readonly number[];

/** What speaks for each option of a place. `without` leaves examples out, to measure. */
export function evidenceFor(
  said: Compared,
  index: PlaceIndex,
  parts: LikenessParts,
  without?: (example: number, alike: number) => boolean,
): Evidence[] {
  const { all, words } = likeness(said, index, parts);
  const best = index.options.map(() => Array.from({ length: NEIGHBOURS }, () => LEAST));
  const nothing = Array.from({ length: NEIGHBOURS }, () => LEAST);
  const bestWords = index.options.map(() => 0);
  for (let example = 0; example < all.length; example++) {
    const alike = all[example] ?? 0;
    if (without?.(example, alike)) continue;
    const option = index.optionOf[example] ?? NOTHING;
    insert(best[option] ?? nothing, alike);
    if (option === NOTHING) continue;
    bestWords[option] = Math.max(bestWords[option] ?? 0, words[example] ?? 0);
  }
  const tops = best.map(([top = LEAST]) => top);
  const means = best.map((near) => near.reduce((sum, one) => sum + one, 0) / NEIGHBOURS);
  const beside = backgroundNearness(said, parts);
  const spoken = wordsOf(said.folded);
  const isKnown = (word: string): boolean => {
    const examples = index.postings.words.get(featureKey("words", word))?.examples ?? [];
    return without ? examples.some((example) => !without(example, all[example] ?? 0)) : examples.length > 0;
  };
  const known = share(spoken, isKnown, parts);
  const told = toldByWords(spoken, index, parts, (example) => without?.(example, all[example] ?? 0) ?? false);
  const asks = polarityOf(spoken, parts.model.polarity) & 4 ? 1 : 0;
  const length = Math.log(Math.max(1, spoken.length));
  return index.options.map((_, option) => {
    const top = tops[option] ?? LEAST;
    const mean = means[option] ?? LEAST;
    const lead = top - Math.max(LEAST, ...tops.filter((_, other) => other !== option));
    const meanLead = mean - Math.max(LEAST, ...means.filter((_, other) => other !== option));
    return [
      top,
      top * top,
      mean,
      clip(lead),
      clip(meanLead),
      bestWords[option] ?? 0,
      known,
      beside,
      length,
      length * top,
      top > 0.97 ? 1 : 0,
      Math.min(0, lead),
      told[option] ?? 0,
      clip(top - (nothing[0] ?? LEAST)),
      asks,
      asks * top,
      known * top,
      beside * top,
    ];
  });
}

const clip = (value: number): number => Math.max(-0.4, Math.min(0.4, value));

function insert(near: number[], alike: number): void {
  for (let at = 0; at < near.length; at++) {
    if (alike <= (near[at] ?? LEAST)) continue;
    near.splice(at, 0, alike);
    near.pop();
    return;
  }
}

/** How much of the words' worth is in words that hold. */
function share(
  spoken: readonly string[],
  holds: (word: string) => boolean,
  { worth, rare }: LikenessParts,
): number {
  let [total, held] = [0, 0];
  for (const word of spoken) {
    const value = worth.get(featureKey("words", word)) ?? rare;
    total += value;
    if (holds(word)) held += value;
  }
  return total === 0 ? 0 : held / total;
}

const SMOOTH = 0.3;

/** How much each option's words are those of the text: the mean log odds of the words that the place knows. */
function toldByWords(
  spoken: readonly string[],
  index: PlaceIndex,
  { worth, rare }: LikenessParts,
  isLeftOut: (example: number) => boolean,
): number[] {
  const sums = index.options.map(() => 0);
  let total = 0;
  for (const word of new Set(spoken)) {
    const key = featureKey("words", word);
    const counts = index.options.map(() => 0);
    for (const example of index.postings.words.get(key)?.examples ?? []) {
      const option = index.optionOf[example] ?? NOTHING;
      if (option !== NOTHING && !isLeftOut(example)) counts[option] = (counts[option] ?? 0) + 1;
    }
    const shares = counts.map((count, option) => count / (index.sizes[option] || 1));
    const all = shares.reduce((sum, one) => sum + one, 0);
    if (all === 0) continue;
    const value = worth.get(key) ?? rare;
    total += value;
    shares.forEach((one, option) => {
      const smooth = SMOOTH / (index.sizes[option] || 1);
      const others = (all - one) / Math.max(1, shares.length - 1);
      sums[option] = (sums[option] ?? 0) + value * Math.log((one + smooth) / (others + smooth));
    });
  }
  return sums.map((sum) => (total === 0 ? 0 : sum / total));
}
