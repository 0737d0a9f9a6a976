import { readFile } from "node:fs/promises";
import { DataFileError } from "../../runtime/data-file.ts";
import type { EncoderWeights } from "../encoder/wasm-matmul.ts";
import type { Calibration } from "../topics/decision.ts";
import type { Measure, Reading } from "../topics/features.ts";

/** A trained network with one hidden layer; its largest matrix is in whole numbers. */
export interface PackedNetwork {
  /** [feature][hidden] in 127ths of the hidden unit's scale */
  sparse: Int8Array;
  sparseScales: Float32Array;
  /** [number of the encoder][hidden] */
  dense: Float32Array;
  hiddenBias: Float32Array;
  /** [hidden][topic] */
  out: Float32Array;
  outBias: Float32Array;
}

/** One linear classifier for each topic, in whole numbers. */
export interface PackedLinear {
  /** [feature][topic] in 127ths of the topic's scale */
  sparse: Int8Array;
  scales: Float32Array;
  /** [number of the encoder][topic] */
  dense: Float32Array;
  /** [topic] */
  bias: Float32Array;
}

/** What tells topics: a network, and linear classifiers that err elsewhere. */
export interface Scorer {
  network: PackedNetwork;
  linear: PackedLinear;
}

/** What a margin of the linear classifiers counts for beside the network. */
const LINEAR_WEIGHT = 4;
/** What the encoder's numbers count for in the linear classifiers beside what they count for in the network. */
export const LINEAR_MEANING = 0.5;

/** How much a reading speaks for each topic: their softmax is the probability. */
export function scoresOf(reading: Reading, { network, linear }: Scorer): Float64Array {
  const margins = marginsOf(reading, linear);
  return networkScores(reading, network).map((score, topic) => score + LINEAR_WEIGHT * (margins[topic] ?? 0));
}

function marginsOf({ sparse, dense }: Reading, linear: PackedLinear): Float64Array {
  const margins = new Float64Array(linear.bias.length);
  for (let i = 0; i < sparse.indexes.length; i++)
    addWholeRow(margins, linear.sparse, (sparse.indexes[i] ?? 0) * margins.length, sparse.values[i] ?? 0);
  for (let topic = 0; topic < margins.length; topic++)
    margins[topic] = (margins[topic] ?? 0) * (linear.scales[topic] ?? 0) + (linear.bias[topic] ?? 0);
  for (let i = 0; i < dense.length; i++) addRow(margins, linear.dense, i * margins.length, dense[i] ?? 0);
  return margins;
}

function networkScores({ sparse, dense }: Reading, network: PackedNetwork): Float64Array {
  const H = network.hiddenBias.length;
  const hidden = new Float64Array(H);
  for (let i = 0; i < sparse.indexes.length; i++) {
    addWholeRow(hidden, network.sparse, (sparse.indexes[i] ?? 0) * H, sparse.values[i] ?? 0);
  }
  for (let unit = 0; unit < H; unit++)
    hidden[unit] = (hidden[unit] ?? 0) * (network.sparseScales[unit] ?? 0) + (network.hiddenBias[unit] ?? 0);
  for (let i = 0; i < dense.length; i++) addRow(hidden, network.dense, i * H, dense[i] ?? 0);
  const scores = Float64Array.from(network.outBias);
  for (let unit = 0; unit < H; unit++) {
    const value = hidden[unit] ?? 0;
    if (value > 0) addRow(scores, network.out, unit * scores.length, value);
  }
  return scores;
}

/** Four numbers at a time keep the processor busy. */
function addRow(to: Float64Array, rows: Float32Array, start: number, by: number): void {
  const whole = to.length - (to.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const at = start + i;
    to[i] = (to[i] as number) + (rows[at] as number) * by;
    to[i + 1] = (to[i + 1] as number) + (rows[at + 1] as number) * by;
    to[i + 2] = (to[i + 2] as number) + (rows[at + 2] as number) * by;
    to[i + 3] = (to[i + 3] as number) + (rows[at + 3] as number) * by;
  }
  for (let i = whole; i < to.length; i++) to[i] = (to[i] as number) + (rows[start + i] as number) * by;
}

/** The same for whole numbers: apart, since the engine is quicker with one kind of array in one place. */
function addWholeRow(to: Float64Array, rows: Int8Array, start: number, by: number): void {
  const whole = to.length - (to.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const at = start + i;
    to[i] = (to[i] as number) + (rows[at] as number) * by;
    to[i + 1] = (to[i + 1] as number) + (rows[at + 1] as number) * by;
    to[i + 2] = (to[i + 2] as number) + (rows[at + 2] as number) * by;
    to[i + 3] = (to[i + 3] as number) + (rows[at + 3] as number) * by;
  }
  for (let i = whole; i < to.length; i++) to[i] = (to[i] as number) + (rows[start + i] as number) * by;
}

const MAGIC = "exit-desk-model-3\n";
const ALIGNMENT = 8;
const arrays = { Int8Array, Uint8Array, Uint32Array, Float32Array };
type ArrayName = keyof typeof arrays;
type Packable = InstanceType<(typeof arrays)[ArrayName]>;

/** One file for a value with number arrays in it: what is no array as JSON, the arrays after it as they are. */
export function pack(value: unknown): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (!isArray(part)) return part;
    const place = { array: part.constructor.name, at: end, length: part.length };
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const padding = Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT);
    parts.push(bytes, padding);
    end += bytes.length + padding.length;
    return place;
  });
  const head = Buffer.from(`${MAGIC}${json}\n`);
  return Buffer.concat([head, ...parts]);
}

/** The value that was packed, or undefined when the bytes are none of ours. */
export function unpack(file: Buffer): unknown {
  if (!file.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return undefined;
  const jsonEnd = file.indexOf("\n", MAGIC.length);
  const body = Uint8Array.prototype.slice.call(file, jsonEnd + 1).buffer;
  return JSON.parse(file.toString("utf8", MAGIC.length, jsonEnd), (_, part: unknown) => {
    if (!isPlace(part)) return part;
    return new arrays[part.array](body, part.at, part.length);
  });
}

function isArray(part: unknown): part is Packable {
  return Object.values(arrays).some((kind) => part instanceof kind);
}

function isPlace(part: unknown): part is { array: ArrayName; at: number; length: number } {
  return typeof part === "object" && part !== null && "array" in part && "at" in part;
}

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
  scorer: Scorer;
  calibration: Calibration;
}

export function packModel(model: TopicModel): Buffer {
  return pack(model);
}

/** Reads a model file. A missing or foreign one is an error that says how to make it. */
export async function readModel(file: string): Promise<TopicModel> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new DataFileError(`${file}: cannot be read; npm run build makes it`, { cause });
  });
  const model = unpack(bytes) as TopicModel | undefined;
  if (model === undefined)
    throw new DataFileError(`${file}: is no model of this version; npm run build makes it`);
  return model;
}
