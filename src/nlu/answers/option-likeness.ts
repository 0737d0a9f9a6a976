import { nearness, type OptionModel } from "../model/option-model.ts";
import {
  type Features,
  type FindConcepts,
  featureGroups,
  featureKey,
  featuresOf,
} from "../topics/features.ts";
import { polarityOf } from "./polarity.ts";

/** A text as it is compared: folded with slips put right, and what it means as a vector of length 1. */
export interface Compared {
  folded: string;
  meaning: Float32Array;
}

/** What each group of features, and the meaning, counts for; together 1. */
const PART = { words: 0.4, letters: 0.15, concepts: 0.05, meaning: 0.4 } as const;
/** What an example loses by saying the opposite, and by leaving something out or not. */
const OPPOSITE = 0.2;
const LEAVES_OUT = 0.12;
const ASKS = 0.12;

interface Posting {
  examples: number[];
  weights: number[];
}

/** The examples of the options at one place, ready to be compared with. */
export interface PlaceIndex {
  options: readonly string[];
  /** example -> place of its text, and of its option */
  texts: readonly number[];
  optionOf: readonly number[];
  polarity: readonly number[];
  /** how many examples each option has */
  sizes: readonly number[];
  /** feature -> the examples that have it */
  postings: Record<keyof Features, Map<number, Posting>>;
}

/** Weighs features by how rare they are; the vector's length is 1. Unknown features count as rare ones: they are part of the length. */
export function weighed(
  features: Features,
  group: keyof Features,
  worth: ReadonlyMap<number, number>,
  rare: number,
): Map<number, number> {
  const vector = new Map<number, number>();
  let squares = 0;
  for (const feature of new Set(features[group])) {
    const key = featureKey(group, feature);
    const value = worth.get(key) ?? rare;
    vector.set(key, value);
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  for (const [key, value] of vector) vector.set(key, value / length);
  return vector;
}

/** What all places share. */
export interface LikenessParts {
  model: OptionModel;
  worth: ReadonlyMap<number, number>;
  /** the worth of a feature that no example has */
  rare: number;
  findConcepts: FindConcepts;
}

export const wordsOf = (folded: string): string[] => folded.split(" ").filter((word) => word !== "");

/** The option of examples that answer nothing. */
export const NOTHING = -1;

/** Makes the index of a place, or undefined where there are no examples. */
export function indexPlace(place: string, parts: LikenessParts): PlaceIndex | undefined {
  const { model, worth, rare, findConcepts } = parts;
  const options = model.places[place];
  if (options === undefined) return undefined;
  const index = {
    options: options.map(({ option }) => option),
    texts: [] as number[],
    optionOf: [] as number[],
    polarity: [] as number[],
    sizes: options.map(({ texts }) => texts.length),
    postings: { words: new Map(), letters: new Map(), concepts: new Map() } as PlaceIndex["postings"],
  };
  const own = new Set(options.flatMap(({ texts }) => [...texts]));
  const nothing = model.beside.filter((text) => !own.has(text));
  [...options.map(({ texts }) => texts), nothing].forEach((texts, at) => {
    const option = at < options.length ? at : NOTHING;
    for (const text of texts) {
      const example = index.texts.push(text) - 1;
      index.optionOf.push(option);
      const folded = model.texts[text] ?? "";
      index.polarity.push(polarityOf(wordsOf(folded), model.polarity));
      const features = featuresOf(folded, findConcepts);
      for (const group of featureGroups) {
        for (const [key, weight] of weighed(features, group, worth, rare)) {
          const posting = index.postings[group].get(key) ?? { examples: [], weights: [] };
          index.postings[group].set(key, posting);
          posting.examples.push(example);
          posting.weights.push(weight);
        }
      }
    }
  });
  return index;
}

/** How like a text is to each example of a place, at most 1; `words` is what the words alone say. */
export function likeness(
  said: Compared,
  index: PlaceIndex,
  parts: LikenessParts,
): { all: Float32Array; words: Float32Array } {
  const { model, worth, rare, findConcepts } = parts;
  const count = index.texts.length;
  const all = new Float32Array(count);
  const words = new Float32Array(count);
  const features = featuresOf(said.folded, findConcepts);
  const polarity = polarityOf(wordsOf(said.folded), model.polarity);
  for (const group of featureGroups) {
    const part = PART[group];
    for (const [key, weight] of weighed(features, group, worth, rare)) {
      const posting = index.postings[group].get(key);
      if (posting === undefined) continue;
      posting.examples.forEach((example, i) => {
        const product = weight * (posting.weights[i] ?? 0);
        all[example] = (all[example] ?? 0) + part * product;
        if (group === "words") words[example] = (words[example] ?? 0) + product;
      });
    }
  }
  for (let example = 0; example < count; example++) {
    const differs = polarity ^ (index.polarity[example] ?? 0);
    const turned = (differs & 1 ? OPPOSITE : 0) + (differs & 2 ? LEAVES_OUT : 0) + (differs & 4 ? ASKS : 0);
    const near = nearness(said.meaning, model.vectors, index.texts[example] ?? 0);
    all[example] = (all[example] ?? 0) + PART.meaning * near - turned;
  }
  return { all, words };
}
