import { attend } from "./attention.ts";
import { placeInKernel } from "./kernel.ts";
import type { EncoderWeights, Linear } from "./matrix.ts";
import { pieceCutter } from "./pieces.ts";
import { add, clipNegative, meanOfRows, normalise } from "./rows.ts";

/** Longer texts lose their dull pieces, and what is still too long its middle: time grows with the pieces. */
const MOST_PIECES = 16;
/** So many are enough for a part of a text that has been looked at as a whole. */
export const PIECES_OF_A_PART = 8;

/** Gives what a text means as numbers, from at most `most` of its pieces. */
export type Encode = (text: string, most?: number) => Float32Array;

/** The first layer of a small transformer (USE-lite) run in whole numbers. One text at a time, on buffers of its own. */
export function startEncoder(weights: EncoderWeights, dull: Iterable<number>): Encode {
  const dullPieces = new Set(dull);
  const { bridge, layer } = weights;
  const { attention, output, widen, narrow } = layer;
  const matrices = [bridge, attention, output, widen, narrow] as const;
  const [byBridge, byAttention, byOutput, byWiden, byNarrow] = placeInKernel(
    weights.kernel,
    matrices,
    MOST_PIECES,
  );
  const buffer = ({ rows }: { rows: number }) => new Float32Array(MOST_PIECES * rows);
  const waves = wavesOf(weights.timing, weights.embeddings.width);
  const intoPieces = pieceCutter(weights);
  const width = bridge.rows;
  const x = buffer(bridge);
  const normed = buffer(bridge);
  const qkv = buffer(attention);
  const mixed = buffer({ rows: bridge.width });
  const sum = buffer(output);
  const wide = buffer(widen);

  return (text, most = MOST_PIECES) => {
    const ids = shorten(intoPieces(text), dullPieces, most);
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
}

function shorten(pieces: readonly number[], dull: ReadonlySet<number>, most: number): readonly number[] {
  if (pieces.length <= most) return pieces;
  const telling = pieces.filter((piece) => !dull.has(piece));
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
