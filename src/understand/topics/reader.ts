import type { Encode } from "../encoder/encoder.ts";
import type { FindConcepts } from "./concepts.ts";
import { denseVector, type Measure } from "./dense.ts";
import { featuresOf } from "./features.ts";
import type { Correct } from "./spelling.ts";
import { spoken } from "./spoken.ts";
import { type FeatureTable, type Sparse, sparseVector } from "./vectors.ts";

/** A text as the numbers that topics are told by. */
export interface Reading {
  sparse: Sparse;
  dense: Float32Array;
}

/** What reading a text takes. */
export interface ReaderParts {
  correct: Correct;
  findConcepts: FindConcepts;
  encode: Encode;
  table: FeatureTable;
  measure: Measure;
}

export function readText(
  text: string,
  { correct, findConcepts, encode, table, measure }: ReaderParts,
  mostPieces?: number,
): Reading {
  const { sentence, folded } = spoken(text, correct);
  return {
    sparse: sparseVector(featuresOf(folded, findConcepts), table),
    dense: denseVector(encode(sentence, mostPieces), measure),
  };
}
