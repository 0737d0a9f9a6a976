/** A matrix in whole numbers with what is added to each product: row `r` is `values[r * width + i] * scales[r]`. */
export interface Linear {
  values: Int8Array;
  scales: Float32Array;
  bias: Float32Array;
  rows: number;
  width: number;
}

/** What one layer of the encoder consists of. The scale and shift of its norms are folded into what follows them. */
export interface Layer {
  heads: number;
  attention: Linear;
  output: Linear;
  widen: Linear;
  narrow: Linear;
}

/** The sentence encoder: word pieces in, the mean of the layer's output out. */
export interface EncoderWeights {
  /** compiled matmul.wat */
  kernel: Uint8Array;
  pieces: readonly string[];
  pieceScores: Float32Array;
  embeddings: Linear;
  /** from the width of the embeddings to that of the layer, past its attention */
  bridge: Linear;
  /** one rate for each pair of sine and cosine */
  timing: Float32Array;
  layer: Layer;
}
