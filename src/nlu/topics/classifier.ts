import { PIECES_OF_A_PART, startEncoder } from "../encoder/encoder.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { scoresOf } from "../model/topic-model.ts";
import { Newest } from "../newest.ts";
import { type Calibration, toProbabilities } from "./decision.ts";
import {
  conceptFinder,
  denseVector,
  type Features,
  type FindFeatures,
  featureKey,
  featuresOf,
  featuresOfText,
  placesOf,
  type ReaderParts,
  spoken,
} from "./features.ts";
import { type Correct, speller } from "./spelling.ts";

/** What a text says: folded with slips put right, and its meaning as a vector of length 1, made when it is first asked for. */
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
  featuresIn: FindFeatures;
  calibration: Calibration;
}

/** So many parts of texts are kept: each is looked at for more than one matter, and as a sentence. */
const KEPT_PARTS = 8;

/** Makes a recogniser of a trained model. */
export function topicClassifier(model: TopicModel): TopicClassifier {
  const parts = readerParts(model);
  const { topics, calibration, scorer, vocabulary, encoder } = model;
  const words = new Set([...vocabulary, ...wholeWords(encoder.pieces)]);
  const probabilities = (text: string, mostPieces?: number): ReadonlyMap<string, number> =>
    toProbabilities(scoresOf(featuresOfText(text, parts, mostPieces), scorer), topics, calibration.steepness);
  const parted = new Newest<ReadonlyMap<string, number>>(KEPT_PARTS);
  return {
    probabilities: (text) => probabilities(text),
    ofPart: (text) => parted.of(text.trim().toLowerCase(), () => probabilities(text, PIECES_OF_A_PART)),
    isWord: (word) => words.has(word),
    spelled: (text) => spoken(text, parts.correct).folded,
    reader: (more) => {
      const correct = spellerOf(model, parts.table.places, more);
      return (text, mostPieces) => {
        const { sentence, folded } = spoken(text, correct);
        let meaning: Float32Array | undefined;
        return {
          folded,
          get meaning() {
            meaning ??= unit(denseVector(parts.encode(sentence, mostPieces), parts.measure));
            return meaning;
          },
        };
      };
    },
    featuresIn: parts.featuresIn,
    calibration,
  };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
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

/** So many texts are kept: topics and options look at the same ones. */
const KEPT = 32;

function readerParts(model: TopicModel): ReaderParts {
  const { lexicon, encoder, dull, features, measure } = model;
  const places = placesOf(features.keys);
  const findConcepts = conceptFinder(lexicon);
  const kept = new Newest<Features>(KEPT);
  return {
    correct: spellerOf(model, places),
    featuresIn: (folded) => kept.of(folded, () => featuresOf(folded, findConcepts)),
    encode: startEncoder(encoder, dull),
    table: { places, worth: features.worth },
    measure,
  };
}
