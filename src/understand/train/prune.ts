import type { Layer, Linear } from "../encoder/matrix.ts";

/**
 * A layer with the `kept` hidden numbers that matter most; those left out are replaced by what they are on average.
 * Inputs are normed, so a hidden number before its cut at zero is about normal: its bias and the length of its row say how.
 */
export function prune(layer: Layer, kept: number): Layer {
  const { widen, narrow } = layer;
  const hidden = Array.from({ length: widen.rows }, (_, unit) => {
    const { mean, strength } = rectified(widen.bias[unit] ?? 0, rowLength(widen, unit));
    return { unit, mean, worth: strength * columnLength(narrow, unit) };
  });
  hidden.sort((a, b) => b.worth - a.worth);
  const units = hidden.slice(0, kept).map(({ unit }) => unit);
  const bias = narrow.bias.map((start, row) =>
    hidden.slice(kept).reduce((sum, { unit, mean }) => sum + mean * at(narrow, row, unit), start),
  );
  return { ...layer, widen: rowsOf(widen, units), narrow: { ...columnsOf(narrow, units), bias } };
}

/** Mean and root mean square of a normal number whose negative part is cut. */
function rectified(mean: number, spread: number): { mean: number; strength: number } {
  const ratio = mean / spread;
  const density = Math.exp((-ratio * ratio) / 2) / Math.sqrt(2 * Math.PI);
  const share = 1 / (1 + Math.exp(-1.702 * ratio));
  const cutMean = mean * share + spread * density;
  const square = (mean * mean + spread * spread) * share + mean * spread * density;
  return { mean: cutMean, strength: Math.sqrt(Math.max(0, square)) };
}

function at({ values, scales, width }: Linear, row: number, column: number): number {
  return (values[row * width + column] ?? 0) * (scales[row] ?? 0);
}

function rowLength(matrix: Linear, row: number): number {
  return Math.hypot(...Array.from({ length: matrix.width }, (_, column) => at(matrix, row, column)));
}

function columnLength(matrix: Linear, column: number): number {
  return Math.hypot(...Array.from({ length: matrix.rows }, (_, row) => at(matrix, row, column)));
}

function rowsOf({ values, scales, bias, width }: Linear, units: readonly number[]): Linear {
  const picked = new Int8Array(units.length * width);
  units.forEach((unit, row) => {
    picked.set(values.subarray(unit * width, (unit + 1) * width), row * width);
  });
  return {
    values: picked,
    scales: Float32Array.from(units, (unit) => scales[unit] ?? 0),
    bias: Float32Array.from(units, (unit) => bias[unit] ?? 0),
    rows: units.length,
    width,
  };
}

function columnsOf({ values, scales, bias, rows, width }: Linear, units: readonly number[]): Linear {
  const picked = Int8Array.from({ length: rows * units.length }, (_, index) => {
    const row = Math.floor(index / units.length);
    return values[row * width + (units[index % units.length] ?? 0)] ?? 0;
  });
  return { values: picked, scales, bias, rows, width: units.length };
}
