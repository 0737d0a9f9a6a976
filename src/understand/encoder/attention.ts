/** Mixes rows by scaled dot-product attention. `qkv` holds query, key and value of each row, side by side; `mixed` gets the result. */
export function attend(
  qkv: Float32Array,
  rows: number,
  width: number,
  heads: number,
  mixed: Float32Array,
): void {
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
