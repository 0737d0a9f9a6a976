const PAGE = 65_536;
const BYTES = Float32Array.BYTES_PER_ELEMENT;
const RATE = 0.003;
const DECAY = 0.01;
/** How long means of gradients and of their squares remember; learning.wat has them too. */
const MEAN = 0.9;
const SQUARES = 0.99;
const FIRST_SPREAD = 0.1;

/** Rows of numbers in the memory of learning.wat, each row at a multiple of 16 bytes. */
export interface Rows {
  numbers: Float32Array;
  /** where a row is, in bytes */
  at(row: number): number;
}

/** Rows of weights that are learnt together. */
export interface Minibatch {
  weights: Rows;
  gradient: Rows;
  /** rows with a gradient since the last step */
  touched: Set<number>;
  /** moves the touched rows against their gradients (Adam, Kingma and Ba 2014); `taken` counts from 1 */
  step(taken: number, slower: number): void;
}

/** What makes blocks and adds rows to rows. */
export interface TrainingPool {
  rows(count: number, width: number): Rows;
  block(count: number, width: number, random?: () => number): Minibatch;
  addScaled(to: number, from: number, by: number, count: number): void;
}

/** Rows are padded to multiples of four numbers. */
export function strideOf(width: number): number {
  return Math.ceil(width / 4) * 4;
}

/** Starts the compiled learning.wat with room for `weights` weights and what Adam remembers of them. */
export function startTrainingPool(code: Uint8Array, weights: number): TrainingPool {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((weights * 4 * BYTES) / PAGE) + 1 });
  const module = new WebAssembly.Module(Uint8Array.from(code));
  const { exports } = new WebAssembly.Instance(module, { desk: { memory } });
  const adam = exports["adam"] as (...placesAndRates: number[]) => void;
  let end = 0;

  function rows(count: number, width: number): Rows {
    const start = end;
    const stride = strideOf(width);
    end += count * stride * BYTES;
    return {
      numbers: new Float32Array(memory.buffer, start, count * stride),
      at: (row) => start + row * stride * BYTES,
    };
  }

  function block(count: number, width: number, random?: () => number): Minibatch {
    const [weights, gradient, means, squares] = [
      rows(count, width),
      rows(count, width),
      rows(count, width),
      rows(count, width),
    ];
    if (random)
      for (let i = 0; i < weights.numbers.length; i++) weights.numbers[i] = normal(random) * FIRST_SPREAD;
    const touched = new Set<number>();
    return {
      weights,
      gradient,
      touched,
      step(taken, slower) {
        const rate = RATE * slower;
        const [meanGain, squareGain] = [1 / (1 - MEAN ** taken), 1 / (1 - SQUARES ** taken)];
        for (const row of touched) {
          const places = [weights.at(row), gradient.at(row), means.at(row), squares.at(row)];
          adam(...places, strideOf(width), rate, 1 - rate * DECAY, meanGain, squareGain);
        }
        touched.clear();
      },
    };
  }
  return { rows, block, addScaled: exports["addScaled"] as TrainingPool["addScaled"] };
}

/** Normally distributed (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
