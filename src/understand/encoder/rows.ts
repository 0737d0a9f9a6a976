const NORM_EPSILON = 1e-6;

/** Brings each row to mean 0 and spread 1. */
export function normalise(x: Float32Array, rows: number, width: number, into: Float32Array): void {
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
export function add(x: Float32Array, more: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) x[i] = (x[i] ?? 0) + (more[i] ?? 0);
}

export function clipNegative(x: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) if ((x[i] ?? 0) < 0) x[i] = 0;
}

export function meanOfRows(x: Float32Array, rows: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let start = 0; start < rows * width; start += width) {
    for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (x[start + i] ?? 0);
  }
  for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) / rows;
  return mean;
}
