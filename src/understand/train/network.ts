import type { Sparse } from "../topics/vectors.ts";
import { type Block, startWorkshop, strideOf } from "./blocks.ts";
import { type Blocks, learner } from "./learner.ts";

/** One training text as numbers: its features, its meaning, and the number of its topic. */
export interface Point {
  sparse: Sparse;
  dense: Float32Array;
  topic: number;
  /** the place of the text that it is or was made of */
  source: number;
}

/** Weights of a network with one hidden layer. */
export interface Network {
  /** [feature][hidden] */
  sparse: Float32Array;
  /** [number of the encoder][hidden] */
  dense: Float32Array;
  hiddenBias: Float32Array;
  /** [hidden][topic] */
  out: Float32Array;
  outBias: Float32Array;
}

const HIDDEN = 128;
const BATCH = 64;

/** Trains a network to tell topics, by Adam on the cross-entropy, with dropout. `code` is the compiled learning.wat. */
export function trainNetwork(
  points: readonly Point[],
  size: { features: number; topics: number },
  { epochs, random, code }: { epochs: number; random: () => number; code: Uint8Array },
): Network {
  const numbers = points[0]?.dense.length ?? 0;
  const rows = size.features + numbers + HIDDEN + 2;
  const workshop = startWorkshop(code, rows * Math.max(HIDDEN, strideOf(size.topics)));
  const network: Blocks = {
    sparse: workshop.block(size.features, HIDDEN, random),
    dense: workshop.block(numbers, HIDDEN, random),
    out: workshop.block(HIDDEN, size.topics, random),
    hiddenBias: workshop.block(1, HIDDEN),
    outBias: workshop.block(1, size.topics),
  };
  const learn = learner(network, { hidden: HIDDEN, topics: size.topics }, workshop, random);
  const order = points.map((_, index) => index);
  const steps = epochs * Math.ceil(points.length / BATCH);
  let taken = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let start = 0; start < order.length; start += BATCH) {
      const batch = order.slice(start, start + BATCH);
      for (const index of batch) learn(points[index] as Point, 1 / batch.length);
      taken++;
      for (const block of Object.values(network)) block.step(taken, 1 - taken / (steps + 1));
    }
  }
  const learnt = ({ weights }: Block, width: number) =>
    weights.numbers.filter((_, at) => at % strideOf(width) < width);
  return {
    sparse: learnt(network.sparse, HIDDEN),
    dense: learnt(network.dense, HIDDEN),
    hiddenBias: learnt(network.hiddenBias, HIDDEN),
    out: learnt(network.out, size.topics),
    outBias: learnt(network.outBias, size.topics),
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}
