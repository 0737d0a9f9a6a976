import { Newest } from "../newest.ts";
import { type EncoderWeights, type Linear, loadWasmMatmul } from "./wasm-matmul.ts";
import { wordpieceTokenizer } from "./wordpiece-tokenizer.ts";

const NORM_EPSILON = 1e-6;

/** Brings each row to mean 0 and spread 1. */
function normalise(x: Float32Array, rows: number, width: number, into: Float32Array): void {
  for (let start = 0; start < rows * width; start += width) {
    let total = 0;
    for (let i = start; i < start + width; i++) total += x[i] ?? 0;
    const mean = total / width;
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += ((x[i] ?? 0) - mean) * ((x[i] ?? 0) - mean);
    const scale = 1 / Math.sqrt(squares / width + NORM_EPSILON);
    for (let i = start; i < start + width; i++) into[i] = ((x[i] ?? 0) - mean) * scale;
  }
}

/** Adds the first `count` numbers of `more` to those of `x`. */
function add(x: Float32Array, more: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) x[i] = (x[i] ?? 0) + (more[i] ?? 0);
}

function clipNegative(x: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) if ((x[i] ?? 0) < 0) x[i] = 0;
}

function meanOfRows(x: Float32Array, rows: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let start = 0; start < rows * width; start += width) {
    for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (x[start + i] ?? 0);
  }
  for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) / rows;
  return mean;
}

/** Mixes rows by scaled dot-product attention. `qkv` holds query, key and value of each row, side by side; `mixed` gets the result. */
function attend(qkv: Float32Array, rows: number, width: number, heads: number, mixed: Float32Array): void {
  const size = width / heads;
  const stride = width * 3;
  const scale = 1 / Math.sqrt(size);
  const weights = new Float64Array(rows);
  for (let head = 0; head < heads; head++) {
    const q = head * size;
    const k = width + q;
    const v = width + k;
    for (let row = 0; row < rows; row++) {
      for (let other = 0; other < rows; other++)
        weights[other] = dot(qkv, row * stride + q, other * stride + k, size) * scale;
      softmax(weights);
      const to = row * width + q;
      mixed.fill(0, to, to + size);
      for (let other = 0; other < rows; other++)
        addScaled(mixed, to, qkv, other * stride + v, weights[other] ?? 0, size);
    }
  }
}

/** Four sums side by side keep the processor busy. */
function dot(x: Float32Array, a: number, b: number, size: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < size; i += 4) {
    s0 += (x[a + i] as number) * (x[b + i] as number);
    s1 += (x[a + i + 1] as number) * (x[b + i + 1] as number);
    s2 += (x[a + i + 2] as number) * (x[b + i + 2] as number);
    s3 += (x[a + i + 3] as number) * (x[b + i + 3] as number);
  }
  return s0 + s1 + (s2 + s3);
}

function addScaled(
  to: Float32Array,
  at: number,
  from: Float32Array,
  start: number,
  by: number,
  size: number,
): void {
  for (let i = 0; i < size; i++) to[at + i] = (to[at + i] as number) + (from[start + i] as number) * by;
}

function softmax(values: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i] ?? 0);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp((values[i] ?? 0) - largest);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / sum;
}

/** Longer texts lose their dull pieces, and what is still too long its middle: time grows with the pieces. */
const MOST_PIECES = 16;
/** So many are enough for a part of a text that has been looked at as a whole. */
export const PIECES_OF_A_PART = 8;

/** So many meanings are kept: a message and its parts are each encoded once. */
const KEPT = 64;

/** Gives what a text means as numbers, from at most `most` of its pieces. Texts of the same pieces share the array. */
export type Encode = (text: string, most?: number) => Float32Array;

/** The first layer of a small transformer (USE-lite) run in whole numbers. One text at a time, on buffers of its own. */
export function startEncoder(weights: EncoderWeights, dull: Iterable<number>): Encode {
  const dullPieces = new Set(dull);
  const { bridge, layer } = weights;
  const { attention, output, widen, narrow } = layer;
  const matrices = [bridge, attention, output, widen, narrow] as const;
  const [byBridge, byAttention, byOutput, byWiden, byNarrow] = loadWasmMatmul(
    weights.kernel,
    matrices,
    MOST_PIECES,
  );
  const buffer = ({ rows }: { rows: number }) => new Float32Array(MOST_PIECES * rows);
  const waves = wavesOf(weights.timing, weights.embeddings.width);
  const intoPieces = wordpieceTokenizer(weights);
  const width = bridge.rows;
  const x = buffer(bridge);
  const normed = buffer(bridge);
  const qkv = buffer(attention);
  const mixed = buffer({ rows: bridge.width });
  const sum = buffer(output);
  const wide = buffer(widen);

  const meaningOf = (ids: readonly number[]): Float32Array => {
    const rows = ids.length;
    const embedded = embed(ids, weights.embeddings, waves);
    byBridge(embedded, rows, x);
    normalise(embedded, rows, attention.width, normed);
    byAttention(normed, rows, qkv);
    attend(qkv, rows, attention.width, layer.heads, mixed);
    byOutput(mixed, rows, sum);
    add(x, sum, rows * width);
    normalise(x, rows, width, normed);
    byWiden(normed, rows, wide);
    clipNegative(wide, rows * widen.rows);
    // the mean of products is the product of the mean: one row in place of all
    const meaning = new Float32Array(width);
    byNarrow(meanOfRows(wide, rows, widen.rows), 1, meaning);
    add(meaning, meanOfRows(x, rows, width), width);
    return meaning;
  };
  const kept = new Newest<Float32Array>(KEPT);
  return (text, most = MOST_PIECES) => {
    const ids = shorten(intoPieces(text), dullPieces, most);
    return kept.of(ids.join(), () => meaningOf(ids));
  };
}

function shorten(pieces: readonly number[], dull: ReadonlySet<number>, most: number): readonly number[] {
  if (pieces.length <= most) return pieces;
  const lively = pieces.filter((piece) => !dull.has(piece));
  const telling = lively.length > 0 ? lively : pieces;
  return telling.length <= most ? telling : [...telling.slice(0, most / 2), ...telling.slice(-most / 2)];
}

/** Word pieces as rows, each told its place. The model adds the embedding twice. */
function embed(ids: readonly number[], { values, scales, width }: Linear, waves: Float32Array): Float32Array {
  const rows = waves.slice(0, ids.length * width);
  ids.forEach((id, place) => {
    const scale = 2 * (scales[id] ?? 0);
    for (let i = 0; i < width; i++)
      rows[place * width + i] = (rows[place * width + i] ?? 0) + (values[id * width + i] ?? 0) * scale;
  });
  return rows;
}

/** What tells a row its place: sines, then cosines, each at its own rate. */
function wavesOf(timing: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: MOST_PIECES * width }, (_, at) => {
    const i = at % width;
    const angle = Math.floor(at / width) * (timing[i % timing.length] ?? 0);
    return i < timing.length ? Math.sin(angle) : Math.cos(angle);
  });
}
