import { readFile } from "node:fs/promises";
import { DataFileError } from "../../runtime/data-file.ts";
import type { PolarityWords } from "../answers/polarity.ts";
import { unpack } from "./topic-model.ts";

/** Where a language keeps what was made of its example answers, in its folder of examples. */
export const OPTION_MODEL_FILE = "options.bin";

/** Vectors of length 1 in whole numbers: number `i` of vector `v` is `values[v * width + i] * scales[v]`. */
export interface PackedVectors {
  values: Int8Array;
  scales: Float32Array;
  width: number;
}

/** One option of a question: which of the texts are examples of it. */
export interface OptionExamples {
  option: string;
  texts: Uint32Array;
}

/** All that matching answers with options takes, as the build leaves it. */
export interface OptionModel {
  /** SHA-256 of everything it was made from */
  madeFrom: string;
  /** words of the examples, which are no slips */
  words: readonly string[];
  /** the distinct example answers, folded and with slips put right */
  texts: readonly string[];
  vectors: PackedVectors;
  /** texts that answer no question */
  beside: Uint32Array;
  /** `dialog.step` -> its options */
  places: Readonly<Record<string, readonly OptionExamples[]>>;
  /** keys of the features of all examples, and what each is worth */
  features: { keys: Uint32Array; worth: Float32Array };
  polarity: PolarityWords;
  /** centres of texts that answer nothing */
  background: PackedVectors;
  /** what each measured number counts for, and at last what is added */
  calibration: Float32Array;
}

/** Reads the model; a missing or foreign file is an error that says how to make it. */
export async function readOptionModel(file: string): Promise<OptionModel> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new DataFileError(`${file}: cannot be read; npm run build makes it`, { cause });
  });
  const model = unpack(bytes) as OptionModel | undefined;
  if (model === undefined)
    throw new DataFileError(`${file}: is no model of this version; npm run build makes it`);
  return model;
}

/** Brings vectors to length 1 and packs them. */
export function packVectors(vectors: readonly Float32Array[]): PackedVectors {
  const width = vectors[0]?.length ?? 0;
  const values = new Int8Array(vectors.length * width);
  const scales = new Float32Array(vectors.length);
  vectors.forEach((vector, v) => {
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    scales[v] = largest / 127 / length;
    vector.forEach((value, i) => {
      values[v * width + i] = Math.round((value / largest) * 127);
    });
  });
  return { values, scales, width };
}

/** How near a vector of length 1 is to one of those that are packed. Four sums side by side keep the processor busy. */
export function nearness(vector: Float32Array, { values, scales, width }: PackedVectors, v: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const start = v * width;
  for (let i = 0; i < width; i += 4) {
    s0 += (vector[i] as number) * (values[start + i] as number);
    s1 += (vector[i + 1] as number) * (values[start + i + 1] as number);
    s2 += (vector[i + 2] as number) * (values[start + i + 2] as number);
    s3 += (vector[i + 3] as number) * (values[start + i + 3] as number);
  }
  return (s0 + s1 + (s2 + s3)) * (scales[v] as number);
}
