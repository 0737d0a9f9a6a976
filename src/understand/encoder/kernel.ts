import type { Linear } from "./matrix.ts";

/** Activations keep 13 bits: 1,536 products with 8-bit weights fit into 32. */
const LARGEST_ACTIVATION = 4_095;
const PAGE = 65_536;

/** y = x · matrix + bias for `rows` rows, both row after row. */
export type Multiply = (x: Float32Array, rows: number, y: Float32Array) => void;

/** Puts matrices into the memory of the compiled matmul.wat. Gives how to multiply by each, for at most `mostRows` rows. */
export function placeInKernel(code: Uint8Array, matrices: readonly Linear[], mostRows: number): Multiply[] {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code)));
  const memory = exports["memory"] as WebAssembly.Memory;
  const matmul = exports["matmul"] as (...pointersAndSizes: number[]) => void;

  const widest = Math.max(...matrices.map(({ width }) => width));
  const tallest = Math.max(...matrices.map(({ rows }) => rows));
  const inputAt = 0;
  const outputAt = inputAt + mostRows * widest * Int16Array.BYTES_PER_ELEMENT;
  const weightsAt = outputAt + mostRows * tallest * Int32Array.BYTES_PER_ELEMENT;
  const size = weightsAt + matrices.reduce((sum, { values }) => sum + values.length, 0);
  memory.grow(Math.ceil(size / PAGE));
  const input = new Int16Array(memory.buffer, inputAt, mostRows * widest);
  const output = new Int32Array(memory.buffer, outputAt, mostRows * tallest);
  const rowScales = new Float32Array(mostRows);

  let end = weightsAt;
  return matrices.map(({ values, scales, bias, rows: outs, width }) => {
    const at = end;
    end += values.length;
    new Int8Array(memory.buffer, at, values.length).set(values);
    return (x, rows, y) => {
      const even = rows + (rows % 2);
      for (let row = 0; row < rows; row++) rowScales[row] = quantise(x, row * width, width, input);
      input.fill(0, rows * width, even * width);
      matmul(inputAt, at, outputAt, even, width, outs);
      for (let row = 0; row < rows; row++) {
        restore(output, y, row * outs, rowScales[row] ?? 0, scales, bias);
      }
    };
  });
}

/** Writes one row in whole numbers and gives what one of them is worth. */
function quantise(x: Float32Array, start: number, width: number, into: Int16Array): number {
  let largest = 0;
  for (let i = start; i < start + width; i++) {
    const size = Math.abs(x[i] ?? 0);
    if (size > largest) largest = size;
  }
  const perUnit = largest === 0 ? 0 : LARGEST_ACTIVATION / largest;
  for (let i = start; i < start + width; i++) {
    const value = (x[i] ?? 0) * perUnit;
    into[i] = value < 0 ? value - 0.5 : value + 0.5;
  }
  return largest / LARGEST_ACTIVATION;
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
