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
      for (let other = 0; other < rows; other++) {
        let dot = 0;
        for (let i = 0; i < size; i++)
          dot += (qkv[row * stride + q + i] ?? 0) * (qkv[other * stride + k + i] ?? 0);
        weights[other] = dot * scale;
      }
      softmax(weights);
      const to = row * width + q;
      mixed.fill(0, to, to + size);
      for (let other = 0; other < rows; other++) {
        const weight = weights[other] ?? 0;
        for (let i = 0; i < size; i++)
          mixed[to + i] = (mixed[to + i] ?? 0) + weight * (qkv[other * stride + v + i] ?? 0);
      }
    }
  }
}

function softmax(values: Float32Array): void {
  const largest = values.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp((values[i] ?? 0) - largest);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / sum;
}
