import { readFile } from "node:fs/promises";
import type { EncoderWeights } from "../encoder/matrix.ts";
import type { Calibration } from "../topics/decide.ts";
import type { Measure } from "../topics/dense.ts";
import type { PackedNetwork } from "../topics/network.ts";
import { pack, unpack } from "./pack.ts";

/** Where a language keeps its model, in its folder of utterances. */
export const MODEL_FILE = "model.bin";

/** All that recognising topics takes, as training leaves it. */
export interface TopicModel {
  /** SHA-256 of everything it was trained from */
  trainedFrom: string;
  topics: readonly string[];
  lexicon: Readonly<Record<string, readonly string[]>>;
  /** words that slips are corrected towards, commonest first */
  vocabulary: readonly string[];
  encoder: EncoderWeights;
  /** pieces that the encoder leaves out of long texts */
  dull: Uint32Array;
  /** keys of the known features in the order of their weights, and what each is worth */
  features: { keys: Uint32Array; worth: Float32Array };
  measure: Measure;
  network: PackedNetwork;
  calibration: Calibration;
}

export function packModel(model: TopicModel): Buffer {
  return pack(model);
}

/** Reads a model file. A missing or foreign one is an error that says how to make it. */
export async function readModel(file: string): Promise<TopicModel> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`${file}: cannot be read; npm run build makes it`, { cause });
  });
  const model = unpack(bytes) as TopicModel | undefined;
  if (model === undefined) throw new Error(`${file}: is no model of this version; npm run build makes it`);
  return model;
}
