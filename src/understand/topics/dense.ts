/** How the encoder's output is brought to one measure: centre and spread of each number over the training texts. */
export interface Measure {
  centre: Float32Array;
  spread: Float32Array;
  /** how many equally long blocks have a length of their own */
  blocks: number;
}

/** What the encoder counts for beside the groups of features. */
const WEIGHT = 1.5;

/** The encoder's output as a vector whose length is 1.5. */
export function denseVector(meaning: Float32Array, { centre, spread, blocks }: Measure): Float32Array {
  const vector = meaning.map((value, i) => (value - (centre[i] ?? 0)) / (spread[i] ?? 1));
  const size = vector.length / blocks;
  for (let start = 0; start < vector.length; start += size) {
    const block = vector.subarray(start, start + size);
    const length = Math.sqrt(block.reduce((sum, value) => sum + value * value, 0)) || 1;
    const scale = WEIGHT / Math.sqrt(blocks) / length;
    for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) * scale;
  }
  return vector;
}
