import { startEncoder } from "../encoder/encoder.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { conceptFinder } from "./concepts.ts";
import { type Calibration, toProbabilities } from "./decide.ts";
import { type ReaderParts, type Reading, readText } from "./reader.ts";
import { speller } from "./spelling.ts";
import { spoken } from "./spoken.ts";

/** Tells how likely each topic is. Pure and quick; the text is at most 250 characters. */
export interface TopicRecogniser {
  probabilities(text: string): ReadonlyMap<string, number>;
  /** the text folded, with slips put right */
  spelled(text: string): string;
  calibration: Calibration;
}

/** Makes a recogniser of a trained model. */
export function topicRecogniser(model: TopicModel): TopicRecogniser {
  const parts = readerParts(model);
  const { topics, calibration } = model;
  return {
    probabilities: (text) =>
      toProbabilities(marginsOf(readText(text, parts), model), topics, calibration.steepness),
    spelled: (text) => spoken(text, parts.correct).folded,
    calibration,
  };
}

/** Whole words that the encoder knows are no slips. */
export function wholeWords(pieces: readonly string[]): string[] {
  return pieces.filter((piece) => piece.startsWith("▁")).map((piece) => piece.slice(1).toLowerCase());
}

function readerParts({ lexicon, vocabulary, encoder, dull, features, measure }: TopicModel): ReaderParts {
  return {
    correct: speller(vocabulary, wholeWords(encoder.pieces)),
    findConcepts: conceptFinder(lexicon),
    encode: startEncoder(encoder, dull),
    table: {
      places: new Map(Array.from(features.keys, (key, place) => [key, place])),
      worth: features.worth,
    },
    measure,
  };
}

function marginsOf({ sparse, dense }: Reading, model: TopicModel): Float64Array {
  const K = model.topics.length;
  const margins = new Float64Array(K);
  for (let i = 0; i < sparse.indexes.length; i++) {
    const start = (sparse.indexes[i] ?? 0) * K;
    const value = sparse.values[i] ?? 0;
    for (let topic = 0; topic < K; topic++)
      margins[topic] = (margins[topic] ?? 0) + (model.sparse[start + topic] ?? 0) * value;
  }
  for (let topic = 0; topic < K; topic++)
    margins[topic] = (margins[topic] ?? 0) * (model.sparseScales[topic] ?? 0);
  for (let i = 0; i < dense.length; i++) {
    const value = dense[i] ?? 0;
    for (let topic = 0; topic < K; topic++)
      margins[topic] = (margins[topic] ?? 0) + (model.dense[i * K + topic] ?? 0) * value;
  }
  for (let topic = 0; topic < K; topic++) margins[topic] = (margins[topic] ?? 0) + (model.bias[topic] ?? 0);
  return margins;
}
