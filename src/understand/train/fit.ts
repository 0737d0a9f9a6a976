import { startEncoder } from "../encoder/encoder.ts";
import type { EncoderWeights } from "../encoder/matrix.ts";
import { pieceCutter } from "../encoder/pieces.ts";
import type { FindConcepts } from "../topics/concepts.ts";
import type { Measure } from "../topics/dense.ts";
import { denseVector } from "../topics/dense.ts";
import { type Features, featureGroups, featuresOf } from "../topics/features.ts";
import type { Correct } from "../topics/spelling.ts";
import { spoken } from "../topics/spoken.ts";
import { featureKey, sparseVector } from "../topics/vectors.ts";
import { dullPieces } from "./dull-pieces.ts";
import type { Point } from "./network.ts";
import type { Sourced } from "./slipped.ts";

/** Rarer features say nothing about other texts. */
const LEAST_TEXTS = { words: 2, letters: 2, concepts: 3 } as const;

/** What is learnt from texts without looking at their topics, and the texts as numbers. */
export interface Fitted {
  features: { keys: Uint32Array; worth: Float32Array };
  /** the group of each known feature */
  groupOf: readonly string[];
  measure: Measure;
  dull: Uint32Array;
  points: Point[];
}

export function fit(
  examples: readonly Sourced[],
  topics: readonly string[],
  parts: { correct: Correct; findConcepts: FindConcepts; encoder: EncoderWeights },
): Fitted {
  const said = examples.map(({ text, topic }) => ({ ...spoken(text, parts.correct), topic }));
  const dull = dullPieces(said, pieceCutter(parts.encoder));
  const encode = startEncoder(parts.encoder, dull);
  const shown = said.map(({ folded }) => featuresOf(folded, parts.findConcepts));
  const meanings = said.map(({ sentence }) => encode(sentence));
  const { groupOf, ...features } = weighFeatures(
    shown.filter((_, index) => examples[index]?.source === index),
  );
  const measure = measureOf(meanings);
  const table = {
    places: new Map(Array.from(features.keys, (key, place) => [key, place])),
    worth: features.worth,
  };
  const points = examples.map(
    ({ topic, source }, index): Point => ({
      sparse: sparseVector(shown[index] ?? { words: [], letters: [], concepts: [] }, table),
      dense: denseVector(meanings[index] ?? new Float32Array(0), measure),
      topic: topics.indexOf(topic),
      source,
    }),
  );
  return { features, groupOf, measure, dull, points };
}

function weighFeatures(shown: readonly Features[]): Fitted["features"] & Pick<Fitted, "groupOf"> {
  const kept: { key: number; texts: number; group: string }[] = [];
  for (const group of featureGroups) {
    const spread = new Map<number, number>();
    for (const features of shown) {
      for (const key of new Set(features[group].map((feature) => featureKey(group, feature)))) {
        spread.set(key, (spread.get(key) ?? 0) + 1);
      }
    }
    for (const [key, texts] of spread) if (texts >= LEAST_TEXTS[group]) kept.push({ key, texts, group });
  }
  return {
    groupOf: kept.map(({ group }) => group),
    keys: Uint32Array.from(kept, ({ key }) => key),
    worth: Float32Array.from(kept, ({ texts }) => Math.log((1 + shown.length) / (1 + texts)) + 1),
  };
}

function measureOf(meanings: readonly Float32Array[]): Measure {
  const width = meanings[0]?.length ?? 0;
  const centre = new Float32Array(width);
  const spread = new Float32Array(width);
  for (const meaning of meanings)
    meaning.forEach((value, i) => {
      centre[i] = (centre[i] ?? 0) + value / meanings.length;
    });
  for (const meaning of meanings) {
    meaning.forEach((value, i) => {
      spread[i] = (spread[i] ?? 0) + (value - (centre[i] ?? 0)) ** 2 / meanings.length;
    });
  }
  return { centre, spread: spread.map((variance) => Math.sqrt(variance) + 1e-6) };
}
