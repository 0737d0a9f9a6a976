const ROUNDS = 8;
/** Vectors looked at for the centres. */
const MOST_VECTORS = 3_000;

/** Centres of groups of like vectors (k-means), from a sample of them. The same vectors give the same centres. */
export function centresOf(
  vectors: readonly Float32Array[],
  count: number,
  random: () => number,
): Float32Array[] {
  const every = Math.max(1, Math.floor(vectors.length / MOST_VECTORS));
  const sample = vectors.filter((_, i) => i % every === 0);
  let centres = Array.from(
    { length: Math.min(count, sample.length) },
    () => sample[Math.floor(random() * sample.length)] as Float32Array,
  );
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map((centre) => new Float32Array(centre.length));
    for (const vector of sample) {
      const sum = sums[nearest(vector, centres)];
      for (let i = 0; sum && i < vector.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
    }
    centres = sums.map((sum, at) =>
      sum.some((value) => value !== 0) ? toLengthOne(sum) : (centres[at] ?? sum),
    );
  }
  return centres;
}

function nearest(vector: Float32Array, centres: readonly Float32Array[]): number {
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  centres.forEach((centre, at) => {
    let product = 0;
    for (let i = 0; i < vector.length; i++) product += (vector[i] as number) * (centre[i] as number);
    if (product > most) [best, most] = [at, product];
  });
  return best;
}

function toLengthOne(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
