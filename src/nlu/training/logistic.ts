/** What was measured of one case, and whether it was right. */
export interface Case {
  numbers: readonly number[];
  right: boolean;
  weight: number;
}

const ROUNDS = 60;
const RIDGE = 1e-3;

/** Fits a logistic regression by Newton's method; the last weight is what is added. The same cases give the same weights. */
export function fitLogistic(cases: readonly Case[]): Float32Array {
  const size = (cases[0]?.numbers.length ?? 0) + 1;
  const weights = new Float64Array(size);
  const total = cases.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const seen = cases.map(({ numbers, right, weight }) => ({
    x: Float64Array.from([...numbers, 1]),
    right: Number(right),
    share: weight / total,
  }));
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Float64Array(size);
    const curve = Array.from({ length: size }, () => new Float64Array(size));
    for (const { x, right, share } of seen) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (x[i] as number) * (weights[i] as number);
      const p = 1 / (1 + Math.exp(-sum));
      for (let i = 0; i < size; i++) {
        const xi = (x[i] ?? 0) * share;
        slope[i] = (slope[i] ?? 0) + xi * (p - right);
        const row = curve[i] as Float64Array;
        for (let j = 0; j < size; j++) row[j] = (row[j] ?? 0) + xi * (x[j] ?? 0) * p * (1 - p);
      }
    }
    for (let i = 0; i < size; i++) {
      slope[i] = (slope[i] ?? 0) + RIDGE * (weights[i] ?? 0) * 1e-2;
      const row = curve[i] as Float64Array;
      row[i] = (row[i] ?? 0) + RIDGE * 1e-2;
    }
    const step = solve(curve, slope);
    let largest = 0;
    for (let i = 0; i < size; i++) {
      weights[i] = (weights[i] ?? 0) - (step[i] ?? 0);
      largest = Math.max(largest, Math.abs(step[i] ?? 0));
    }
    if (largest < 1e-6) break;
  }
  return Float32Array.from(weights);
}

/** Solves a small system of linear equations by elimination. */
function solve(matrix: readonly Float64Array[], right: Float64Array): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    const top = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    rows[column] = top;
    for (let row = 0; row < size; row++) {
      const other = rows[row] ?? [];
      if (row === column) continue;
      const factor = (other[column] ?? 0) / (top[column] || 1e-12);
      for (let at = column; at <= size; at++) other[at] = (other[at] ?? 0) - factor * (top[at] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] || 1e-12));
}
