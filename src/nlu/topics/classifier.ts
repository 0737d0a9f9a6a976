import { type Encode, PIECES_OF_A_PART, startEncoder } from "../encoder/encoder.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { scoresOf } from "../model/topic-model.ts";
import { type Calibration, toProbabilities } from "./decision.ts";
import {
  conceptFinder,
  denseVector,
  type FindConcepts,
  featureKey,
  featuresOfText,
  type ReaderParts,
  spoken,
} from "./features.ts";
import { type Correct, speller } from "./spelling.ts";

/** What a text says: folded with slips put right, and its meaning as a vector of length 1. */
export type ReadText = (text: string, mostPieces?: number) => { folded: string; meaning: Float32Array };

/** Tells how likely each topic is. Pure and quick; the text is at most 250 characters. */
export interface TopicClassifier {
  probabilities(text: string): ReadonlyMap<string, number>;
  /** the same for a part of a text that was looked at as a whole: quicker, since it looks less closely */
  ofPart(text: string): ReadonlyMap<string, number>;
  /** the text folded, with slips put right */
  spelled(text: string): string;
  /** whether a folded word is one of the language, as far as we know it */
  isWord(word: string): boolean;
  /** makes a reader of texts to which these words are no slips */
  reader(words: readonly string[]): ReadText;
  findConcepts: FindConcepts;
  calibration: Calibration;
}

/** Makes a recogniser of a trained model. */
export function topicClassifier(model: TopicModel): TopicClassifier {
  const parts = readerParts(model);
  const { topics, calibration, scorer, vocabulary, encoder } = model;
  const words = new Set([...vocabulary, ...wholeWords(encoder.pieces)]);
  const probabilities = (text: string, mostPieces?: number): ReadonlyMap<string, number> =>
    toProbabilities(scoresOf(featuresOfText(text, parts, mostPieces), scorer), topics, calibration.steepness);
  return {
    probabilities: (text) => probabilities(text),
    ofPart: rememberFew((text) => probabilities(text, PIECES_OF_A_PART)),
    isWord: (word) => words.has(word),
    spelled: (text) => spoken(text, parts.correct).folded,
    reader: (more) => {
      const correct = spellerOf(model, parts.table.places, more);
      return (text, mostPieces) => {
        const { sentence, folded } = spoken(text, correct);
        return { folded, meaning: unit(denseVector(parts.encode(sentence, mostPieces), parts.measure)) };
      };
    },
    findConcepts: parts.findConcepts,
    calibration,
  };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}

/** The same function, which remembers its newest answer: what a text is about and which option it names are asked one after the other. */
function rememberNewest(encode: Encode): Encode {
  let newest: { text: string; most: number | undefined; meaning: Float32Array } | undefined;
  return (text, most) => {
    if (newest?.text !== text || newest.most !== most) newest = { text, most, meaning: encode(text, most) };
    return newest.meaning;
  };
}

const FEW = 8;

/** The same function, which remembers its newest answers: parts of one text are looked at for more than one matter, and as sentences. */
function rememberFew<Value>(of: (text: string) => Value): (text: string) => Value {
  const newest = new Map<string, Value>();
  return (text) => {
    const key = text.trim().toLowerCase();
    const before = newest.get(key);
    if (before !== undefined) return before;
    const value = of(text);
    const [oldest] = newest.keys();
    if (newest.size >= FEW && oldest !== undefined) newest.delete(oldest);
    newest.set(key, value);
    return value;
  };
}

/** Whole words that the encoder knows are no slips. */
export function wholeWords(pieces: readonly string[]): string[] {
  return pieces.filter((piece) => piece.startsWith("▁")).map((piece) => piece.slice(1).toLowerCase());
}

const spellerOf = (
  { vocabulary, encoder }: TopicModel,
  places: ReadonlyMap<number, number>,
  more: readonly string[] = [],
): Correct =>
  speller({
    vocabulary: more.length === 0 ? vocabulary : [...new Set([...vocabulary, ...more])],
    alsoKnown: wholeWords(encoder.pieces),
    isPair: (first, second) => places.has(featureKey("words", `${first} ${second}`)),
  });

function readerParts(model: TopicModel): ReaderParts {
  const { lexicon, encoder, dull, features, measure } = model;
  const places = new Map(Array.from(features.keys, (key, place) => [key, place]));
  return {
    correct: spellerOf(model, places),
    findConcepts: conceptFinder(lexicon),
    encode: rememberNewest(startEncoder(encoder, dull)),
    table: { places, worth: features.worth },
    measure,
  };
}
