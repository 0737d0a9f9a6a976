/** How the encoder's output is brought to one measure: centre and spread of each number over the training texts. */
export interface Measure {
  centre: Float32Array;
  spread: Float32Array;
}

/** What the encoder counts for beside the groups of features. */
const WEIGHT = 1.5;

/** The encoder's output as a vector whose length is 1.5. */
export function denseVector(meaning: Float32Array, { centre, spread }: Measure): Float32Array {
  const vector = meaning.map((value, i) => (value - (centre[i] ?? 0)) / (spread[i] ?? 1));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => (value * WEIGHT) / length);
}
