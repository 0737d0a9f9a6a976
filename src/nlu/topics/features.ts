import type { Encode } from "../encoder/encoder.ts";
import { normalize } from "../normalize.ts";
import type { Correct } from "./spelling.ts";

/** A text with slips put right, in the two forms in which it is looked at. */
interface Spoken {
  /** lower case, signs kept where nothing was corrected: for the encoder */
  sentence: string;
  folded: string;
}

/** Lower-cases a text, since the encoder takes capitals for other words, and puts its words right. */
export function spoken(text: string, correct: Correct): Spoken {
  const lower = text
    .normalize("NFKC")
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .trim();
  const said = normalize(lower);
  const words = said === "" ? [] : said.split(" ");
  const folded = correct(words).join(" ");
  return { sentence: folded === said ? lower : folded, folded };
}

/** How the encoder's output is brought to one measure: centre and spread of each number over the training texts. */
export interface Measure {
  centre: Float32Array;
  spread: Float32Array;
}

/** What the encoder counts for beside the groups of features. */
const WEIGHT = 1.5;

/** The encoder's output as a vector whose length is 1.5. */
export function denseVector(meaning: Float32Array, { centre, spread }: Measure): Float32Array {
  const vector = meaning.map((value, i) => (value - (centre[i] ?? 0)) / (spread[i] ?? 1));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => (value * WEIGHT) / length);
}

/** How far apart two concepts may stand to count as a sequence. */
const NEAR_WORDS = 3;
const LETTERS = [2, 3, 4];

/** The three groups of features of a text; each is weighed and normed on its own. */
export const featureGroups = ["words", "letters", "concepts"] as const;

/** The features of a text by their keys, as often as they stand in it. */
export type Features = Record<(typeof featureGroups)[number], readonly number[]>;

/** What a folded text shows: words and pairs of words, letter groups within words, concepts with their pairs and sequences. */
export function featuresOf(folded: string, findConcepts: FindConcepts): Features {
  const words = folded.split(" ").filter((word) => word !== "");
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  return {
    words: [...words, ...pairs].map((feature) => featureKey("words", feature)),
    letters: words.flatMap(letterKeys),
    concepts: conceptFeatures(findConcepts(words)).map((feature) => featureKey("concepts", feature)),
  };
}

const REMEMBERED = 5_000;
const keysOfWords = new Map<string, readonly number[]>();

/** The keys of the letter groups of a word; those of words met before are remembered. */
function letterKeys(word: string): readonly number[] {
  const before = keysOfWords.get(word);
  if (before !== undefined) return before;
  if (keysOfWords.size >= REMEMBERED) keysOfWords.clear();
  const padded = ` ${word} `;
  const keys = LETTERS.flatMap((size) =>
    Array.from({ length: Math.max(0, padded.length - size + 1) }, (_, start) =>
      featureKey("letters", padded.slice(start, start + size)),
    ),
  );
  keysOfWords.set(word, keys);
  return keys;
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

/** A sparse vector: `values[i]` stands at `indexes[i]`. */
export interface Sparse {
  indexes: number[];
  values: number[];
}

/** Where features stand in a vector and what each is worth (inverse document frequency). */
interface FeatureTable {
  places: ReadonlyMap<number, number>;
  worth: Float32Array;
}

/** Where each feature stands in a list of keys, as models keep it. */
export const placesOf = (keys: Uint32Array): ReadonlyMap<number, number> =>
  new Map(Array.from(keys, (key, place) => [key | 0, place]));

/** What a group of features counts for beside the others. */
const groupWeights = { words: 1, letters: 0.7, concepts: 1 } as const;

/** Weighs known features by how often they stand in the text and how rare they are; each group has its own length. */
export function sparseVector(features: Features, { places, worth }: FeatureTable): Sparse {
  const vector: Sparse = { indexes: [], values: [] };
  for (const group of featureGroups) {
    const counts = new Map<number, number>();
    for (const feature of features[group]) {
      const place = places.get(feature);
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const weighed = [...counts].map(([place, count]) => (1 + Math.log(count)) * (worth[place] ?? 0));
    const length = Math.sqrt(weighed.reduce((sum, value) => sum + value * value, 0)) || 1;
    vector.indexes.push(...counts.keys());
    vector.values.push(...weighed.map((value) => (value / length) * groupWeights[group]));
  }
  return vector;
}

/** 32 bits that stand for a feature (FNV-1a over UTF-16), signed: the engine looks such numbers up quicker. */
export function featureKey(group: string, feature: string): number {
  let hash = 0x811c9dc5;
  for (const part of [group, "\n", feature]) {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
  }
  return hash;
}

/** A text as the numbers that topics are told by. */
export interface Reading {
  sparse: Sparse;
  dense: Float32Array;
}

/** Gives the features of a folded text. */
export type FindFeatures = (folded: string) => Features;

/** What reading a text takes. */
export interface ReaderParts {
  correct: Correct;
  featuresIn: FindFeatures;
  encode: Encode;
  table: FeatureTable;
  measure: Measure;
}

export function featuresOfText(
  text: string,
  { correct, featuresIn, encode, table, measure }: ReaderParts,
  mostPieces?: number,
): Reading {
  const { sentence, folded } = spoken(text, correct);
  return {
    sparse: sparseVector(featuresIn(folded), table),
    dense: denseVector(encode(sentence, mostPieces), measure),
  };
}

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
      if (entry.endsWith("*")) beginnings.push([normalize(entry), concept]);
      else whole.set(normalize(entry), [...(whole.get(normalize(entry)) ?? []), concept]);
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
