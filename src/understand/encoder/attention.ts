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
  const weights = new Float32Array(rows);
  for (let head = 0; head < heads; head++) {
    const q = head * size;
    const k = width + q;
    const v = width + k;
    for (let row = 0; row < rows; row++) {
      const query = qkv.subarray(row * stride + q, row * stride + q + size);
      for (let other = 0; other < rows; other++) weights[other] = dot(query, qkv, other * stride + k) * scale;
      softmax(weights);
      const to = mixed.subarray(row * width + q, row * width + q + size);
      to.fill(0);
      for (let other = 0; other < rows; other++) addScaled(to, qkv, other * stride + v, weights[other] ?? 0);
    }
  }
}

function dot(a: Float32Array, b: Float32Array, bAt: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[bAt + i] ?? 0);
  return sum;
}

function addScaled(to: Float32Array, from: Float32Array, at: number, by: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + (from[at + i] ?? 0) * by;
}

function softmax(values: Float32Array): void {
  const largest = values.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp((values[i] ?? 0) - largest);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / sum;
}
