import { nearness, type OptionModel } from "../model/option-model.ts";
import { type Features, type FindFeatures, featureGroups } from "../topics/features.ts";
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
  /** folded text -> the options of which it is an example */
  saying: ReadonlyMap<string, ReadonlySet<number>>;
  /** feature -> the examples that have it */
  postings: Record<keyof Features, Map<number, Posting>>;
}

/** What all places share. */
export interface LikenessParts {
  model: OptionModel;
  worth: ReadonlyMap<number, number>;
  /** the worth of a feature that no example has */
  rare: number;
  featuresIn: FindFeatures;
  /** what was found out about a text, for as long as the text is held */
  known: WeakMap<Compared, Known>;
}

/** The features of a text, each once, and what each weighs. */
type Weighed = Record<keyof Features, { keys: readonly number[]; weights: readonly number[] }>;

/** What was found out about a text while it was compared: each is needed at several places, or several times at one. */
interface Known {
  features: Weighed;
  polarity: number;
  /** text of the model -> how near it is; NaN where nobody asked */
  near: Float64Array;
  /** how near it is to a text that answers nothing */
  background: number | undefined;
  worded: Map<PlaceIndex, Likeness>;
  whole: Map<PlaceIndex, Likeness>;
}

/** How like a text is to each example of a place, at most 1; `words` is what the words alone say. */
interface Likeness {
  all: Float32Array;
  words: Float32Array;
}

function knownOf(said: Compared, parts: LikenessParts): Known {
  const before = parts.known.get(said);
  if (before !== undefined) return before;
  const { model } = parts;
  const known: Known = {
    features: weighed(said.folded, parts),
    polarity: polarityOf(wordsOf(said.folded), model.polarity),
    near: new Float64Array(model.texts.length).fill(Number.NaN),
    background: undefined,
    worded: new Map(),
    whole: new Map(),
  };
  parts.known.set(said, known);
  return known;
}

/** Weighs features by how rare they are; each group's length is 1. Unknown features count as rare ones: they are part of the length. */
function weighed(folded: string, { worth, rare, featuresIn }: LikenessParts): Weighed {
  const features = featuresIn(folded);
  const ofGroup = (group: keyof Features): Weighed[keyof Features] => {
    const keys = [...new Set(features[group])];
    const values = keys.map((key) => worth.get(key) ?? rare);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
    return { keys, weights: values.map((value) => value / length) };
  };
  return { words: ofGroup("words"), letters: ofGroup("letters"), concepts: ofGroup("concepts") };
}

export const wordsOf = (folded: string): string[] => folded.split(" ").filter((word) => word !== "");

/** The option of examples that answer nothing. */
export const NOTHING = -1;

/** Makes the index of a place, or undefined where there are no examples. */
export function indexPlace(place: string, parts: LikenessParts): PlaceIndex | undefined {
  const { model } = parts;
  const options = model.places[place];
  if (options === undefined) return undefined;
  const saying = new Map<string, Set<number>>();
  const index = {
    saying,
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
      if (option !== NOTHING) saying.set(folded, (saying.get(folded) ?? new Set()).add(option));
      index.polarity.push(polarityOf(wordsOf(folded), model.polarity));
      const features = weighed(folded, parts);
      for (const group of featureGroups) {
        const { keys, weights } = features[group];
        keys.forEach((key, at) => {
          const posting = index.postings[group].get(key) ?? { examples: [], weights: [] };
          index.postings[group].set(key, posting);
          posting.examples.push(example);
          posting.weights.push(weights[at] ?? 0);
        });
      }
    }
  });
  return index;
}

/** How like a text is to each example of a place by its words, letters and concepts alone. */
function wordedLikeness(said: Compared, index: PlaceIndex, parts: LikenessParts): Likeness {
  const { features, worded } = knownOf(said, parts);
  const before = worded.get(index);
  if (before !== undefined) return before;
  const all = new Float32Array(index.texts.length);
  const words = new Float32Array(index.texts.length);
  for (const group of featureGroups) {
    const { keys, weights } = features[group];
    keys.forEach((key, at) => {
      const posting = index.postings[group].get(key);
      if (posting === undefined) return;
      addPosting(all, posting, PART[group], weights[at] ?? 0);
      if (group === "words") addPosting(words, posting, 1, weights[at] ?? 0);
    });
  }
  const found = { all, words };
  worded.set(index, found);
  return found;
}

/** How like a text is to the likest example of an option by its words, letters and concepts alone. */
export function mostShared(said: Compared, index: PlaceIndex, parts: LikenessParts): number {
  const { all } = wordedLikeness(said, index, parts);
  return all.reduce(
    (most, shared, example) => (index.optionOf[example] === NOTHING ? most : Math.max(most, shared)),
    0,
  );
}

/** Adds to each example that has a feature what the feature says. */
function addPosting(to: Float32Array, { examples, weights }: Posting, part: number, weight: number): void {
  for (let i = 0; i < examples.length; i++) {
    const example = examples[i] as number;
    to[example] = (to[example] as number) + part * (weight * (weights[i] as number));
  }
}

/** How like a text is to each example of a place, in its words and its meaning. */
export function likeness(said: Compared, index: PlaceIndex, parts: LikenessParts): Likeness {
  const { polarity, near, whole } = knownOf(said, parts);
  const before = whole.get(index);
  if (before !== undefined) return before;
  const { all: worded, words } = wordedLikeness(said, index, parts);
  const { meaning } = said;
  const { vectors } = parts.model;
  const all = new Float32Array(worded.length);
  for (let example = 0; example < all.length; example++) {
    const text = index.texts[example] as number;
    if (Number.isNaN(near[text])) near[text] = nearness(meaning, vectors, text);
    const differs = polarity ^ (index.polarity[example] as number);
    const turned = (differs & 1 ? OPPOSITE : 0) + (differs & 2 ? LEAVES_OUT : 0) + (differs & 4 ? ASKS : 0);
    all[example] = (worded[example] as number) + PART.meaning * (near[text] as number) - turned;
  }
  const found = { all, words };
  whole.set(index, found);
  return found;
}

/** How near a text is to the nearest of what answers nothing. */
export function backgroundNearness(said: Compared, parts: LikenessParts): number {
  const known = knownOf(said, parts);
  const { background } = parts.model;
  if (known.background !== undefined) return known.background;
  const { meaning } = said;
  let most = -1;
  for (let v = 0; v < background.scales.length; v++) most = Math.max(most, nearness(meaning, background, v));
  known.background = most;
  return most;
}
