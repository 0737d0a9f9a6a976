import { attend } from "./attention.ts";
import { type Multiply, placeInKernel } from "./kernel.ts";
import type { EncoderWeights, Layer } from "./matrix.ts";
import { intoPieces, pieceVocabulary } from "./pieces.ts";

/** Longer texts lose their dull pieces, and what is still too long its end: time grows with the pieces. */
const LONG = 16;
const MOST_PIECES = 24;
const NORM_EPSILON = 1e-6;

/** Gives what a text means as numbers: the mean of the first layer's output, then that of the last. */
export type Encode = (text: string) => Float32Array;

/** A small transformer (USE-lite) run in whole numbers. One text at a time, on buffers of its own. */
export function startEncoder(weights: EncoderWeights, dull: Iterable<number>): Encode {
  const dullPieces = new Set(dull);
  const vocabulary = pieceVocabulary(weights);
  const { bridge, layers } = weights;
  const width = bridge.rows;
  const matrices = layers.flatMap(({ attention, output, widen, narrow }) => [
    attention,
    output,
    widen,
    narrow,
  ]);
  const [multiplyBridge, ...multiplies] = placeInKernel(weights.kernel, [bridge, ...matrices], MOST_PIECES);
  const buffer = (columns: number) => new Float32Array(MOST_PIECES * columns);
  const normed = buffer(width);
  const qkv = buffer(width * 3);
  const mixed = buffer(width);
  const sum = buffer(width);
  const wide = buffer(Math.max(...layers.map(({ widen }) => widen.rows)));

  function run(
    part: Layer,
    by: readonly Multiply[],
    x: Float32Array,
    residual: Float32Array,
    rows: number,
  ): void {
    const [attention, output, widen, narrow] = by;
    const from = part.attention.width;
    normalise(x, rows, from, normed);
    attention?.(normed, rows, qkv);
    attend(qkv, rows, from, part.heads, mixed);
    output?.(mixed, rows, sum);
    add(residual, sum, rows * width);
    normalise(residual, rows, width, normed);
    widen?.(normed, rows, wide);
    clipNegative(wide, rows * part.widen.rows);
    narrow?.(wide, rows, sum);
    add(residual, sum, rows * width);
  }

  return (text) => {
    const ids = shorten(intoPieces(text, vocabulary), dullPieces);
    const embedded = embed(ids, weights);
    const x = new Float32Array(ids.length * width);
    multiplyBridge?.(embedded, ids.length, x);
    const meaning = new Float32Array(width * layers.length);
    layers.forEach((layer, index) => {
      const by = multiplies.slice(index * 4, index * 4 + 4);
      run(layer, by, index === 0 ? embedded : x, x, ids.length);
      meaning.set(meanOfRows(x, ids.length, width), index * width);
    });
    return meaning;
  };
}

function shorten(pieces: readonly number[], dull: ReadonlySet<number>): number[] {
  const telling = pieces.length > LONG ? pieces.filter((piece) => !dull.has(piece)) : pieces;
  return telling.slice(0, MOST_PIECES);
}

/** Word pieces as rows, each told its place by sines and cosines. The model adds the embedding twice. */
function embed(ids: readonly number[], { embeddings, timing }: EncoderWeights): Float32Array {
  const { values, scales, width } = embeddings;
  const rows = new Float32Array(ids.length * width);
  ids.forEach((id, place) => {
    const scale = 2 * (scales[id] ?? 0);
    for (let i = 0; i < width; i++) {
      const rate = timing[i % timing.length] ?? 0;
      const wave = i < timing.length ? Math.sin(place * rate) : Math.cos(place * rate);
      rows[place * width + i] = (values[id * width + i] ?? 0) * scale + wave;
    }
  });
  return rows;
}

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

function add(x: Float32Array, more: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) x[i] = (x[i] ?? 0) + (more[i] ?? 0);
}

function clipNegative(x: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) if ((x[i] ?? 0) < 0) x[i] = 0;
}

function meanOfRows(x: Float32Array, rows: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let start = 0; start < rows * width; start += width) {
    for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (x[start + i] ?? 0) / rows;
  }
  return mean;
}
