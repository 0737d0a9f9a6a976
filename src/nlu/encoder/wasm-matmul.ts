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

/** Activations keep 13 bits: 1,536 products with 8-bit weights fit into 32. */
const LARGEST_ACTIVATION = 4_095;
const PAGE = 65_536;
/** So many rows stay in the nearest cache while they are multiplied. */
const ROWS_AT_ONCE = 8;

/** y = x · matrix + bias for `rows` rows, both row after row. */
type Multiply = (x: Float32Array, rows: number, y: Float32Array) => void;

/** Puts matrices into the memory of the compiled matmul.wat. Gives how to multiply by each, for at most `mostRows` rows. */
export function loadWasmMatmul<T extends readonly Linear[]>(
  code: Uint8Array,
  matrices: T,
  mostRows: number,
): { [I in keyof T]: Multiply } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code)));
  const memory = exports["memory"] as WebAssembly.Memory;
  const matmul = exports["matmul"] as (...pointersAndSizes: number[]) => void;
  const quantise = exports["quantise"] as (
    from: number,
    to: number,
    count: number,
    largest: number,
  ) => number;

  const widest = Math.max(...matrices.map(({ width }) => width));
  const tallest = Math.max(...matrices.map(({ rows }) => rows));
  const givenAt = 0;
  const inputAt = givenAt + mostRows * widest * Float32Array.BYTES_PER_ELEMENT;
  const outputAt = inputAt + mostRows * widest * Int16Array.BYTES_PER_ELEMENT;
  const weightsAt = outputAt + mostRows * tallest * Int32Array.BYTES_PER_ELEMENT;
  const size = weightsAt + matrices.reduce((sum, { values }) => sum + values.length, 0);
  memory.grow(Math.ceil(size / PAGE));
  const given = new Float32Array(memory.buffer, givenAt, mostRows * widest);
  const input = new Int16Array(memory.buffer, inputAt, mostRows * widest);
  const output = new Int32Array(memory.buffer, outputAt, mostRows * tallest);
  const rowScales = new Float32Array(mostRows);

  let end = weightsAt;
  const multiplies = matrices.map(({ values, scales, bias, rows: outs, width }) => {
    const at = end;
    end += values.length;
    new Int8Array(memory.buffer, at, values.length).set(values);
    return (x: Float32Array, rows: number, y: Float32Array) => {
      const even = rows + (rows % 2);
      given.set(x.subarray(0, rows * width));
      for (let row = 0; row < rows; row++) {
        const [from, to] = [givenAt + row * width * 4, inputAt + row * width * 2];
        rowScales[row] = quantise(from, to, width, LARGEST_ACTIVATION);
      }
      input.fill(0, rows * width, even * width);
      for (let from = 0; from < even; from += ROWS_AT_ONCE) {
        const count = Math.min(ROWS_AT_ONCE, even - from);
        matmul(inputAt + from * width * 2, at, outputAt + from * outs * 4, count, width, outs);
      }
      for (let row = 0; row < rows; row++) {
        restore(output, y, row * outs, rowScales[row] ?? 0, scales, bias);
      }
    };
  });
  return multiplies as unknown as { [I in keyof T]: Multiply };
}

/** Writes one row of products as the numbers they stand for. */
function restore(
  products: Int32Array,
  into: Float32Array,
  start: number,
  scale: number,
  scales: Float32Array,
  bias: Float32Array,
): void {
  for (let out = 0; out < scales.length; out++) {
    into[start + out] = (products[start + out] ?? 0) * scale * (scales[out] ?? 0) + (bias[out] ?? 0);
  }
}
