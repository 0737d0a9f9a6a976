import type { Reading } from "./reader.ts";

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

/** How much a reading speaks for each topic: their softmax is the probability. */
export function scoresOf({ sparse, dense }: Reading, network: PackedNetwork): Float64Array {
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

function addRow(to: Float64Array, rows: Float32Array, start: number, by: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (rows[start + i] as number) * by;
}

/** The same for whole numbers: apart, since the engine is quicker with one kind of array in one place. */
function addWholeRow(to: Float64Array, rows: Int8Array, start: number, by: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (rows[start + i] as number) * by;
}
