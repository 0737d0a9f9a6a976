import type { Sparse } from "../topics/features.ts";
import { type Minibatch, startTrainingPool, strideOf, type TrainingPool } from "./minibatches.ts";

/** This share of what a text shows is left out at random, so that no feature is relied on alone. */
const LEFT_OUT = 0.3;
const LARGER = 1 / (1 - LEFT_OUT);

/** The weights of a network while they are learnt. */
type Blocks = Record<"sparse" | "dense" | "out" | "hiddenBias" | "outBias", Minibatch>;

/** Adds to the gradients of a network what one text, with `share` of a batch, has to say. */
function learner(
  { sparse, dense, out, hiddenBias, outBias }: Blocks,
  size: { hidden: number; topics: number },
  { rows, addScaled }: TrainingPool,
  random: () => number,
): (point: Point, share: number) => void {
  const H = strideOf(size.hidden);
  const K = strideOf(size.topics);
  const hidden = rows(1, size.hidden);
  const back = rows(1, size.hidden);
  const error = rows(1, size.topics);

  /** Adds the rows of what is shown to the hidden units; gives which of it was not left out. */
  function show(places: ArrayLike<number>, values: ArrayLike<number>, { weights }: Minibatch): number[] {
    const shown: number[] = [];
    for (let i = 0; i < values.length; i++) {
      if (random() < LEFT_OUT) continue;
      shown.push(i);
      addScaled(hidden.at(0), weights.at(places[i] as number), (values[i] as number) * LARGER, H);
    }
    return shown;
  }

  function learn(
    shown: readonly number[],
    places: ArrayLike<number>,
    values: ArrayLike<number>,
    { gradient, touched }: Minibatch,
  ): void {
    for (const i of shown) {
      const row = places[i] as number;
      addScaled(gradient.at(row), back.at(0), (values[i] as number) * LARGER, H);
      touched.add(row);
    }
  }

  function learnBias({ gradient, touched }: Minibatch, from: number, count: number): void {
    addScaled(gradient.at(0), from, 1, count);
    touched.add(0);
  }

  return ({ sparse: features, dense: meaning, topic }, share) => {
    hidden.numbers.set(hiddenBias.weights.numbers);
    error.numbers.set(outBias.weights.numbers);
    back.numbers.fill(0);
    const all = meaning.map((_, place) => place);
    const shownFeatures = show(features.indexes, features.values, sparse);
    const shownMeaning = show(all, meaning, dense);
    const active: [unit: number, value: number][] = [];
    hidden.numbers.forEach((value, unit) => {
      if (value > 0 && random() >= LEFT_OUT) active.push([unit, value * LARGER]);
    });
    for (const [unit, value] of active) addScaled(error.at(0), out.weights.at(unit), value, K);
    intoError(error.numbers.subarray(0, size.topics), topic, share);
    error.numbers.fill(0, size.topics);
    for (const [unit, value] of active) {
      back.numbers[unit] = dot(out.weights.numbers, unit * K, error.numbers) * LARGER;
      addScaled(out.gradient.at(unit), error.at(0), value, K);
      out.touched.add(unit);
    }
    learnBias(outBias, error.at(0), K);
    learnBias(hiddenBias, back.at(0), H);
    learn(shownFeatures, features.indexes, features.values, sparse);
    learn(shownMeaning, all, meaning, dense);
  };
}

/** Turns scores into how far their softmax is off, times `share`. */
function intoError(scores: Float32Array, topic: number, share: number): void {
  const largest = scores.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp((scores[i] ?? 0) - largest);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = ((scores[i] ?? 0) / sum - (i === topic ? 1 : 0)) * share;
  }
}

function dot(a: Float32Array, at: number, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += (a[at + i] as number) * (b[i] as number);
  return sum;
}

/** One training text as numbers: its features, its meaning, and the number of its topic. */
export interface Point {
  sparse: Sparse;
  dense: Float32Array;
  topic: number;
  /** the place of the text that it is or was made of */
  source: number;
  /** made of that text by a slip of the fingers */
  slipped: boolean;
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
  const trainingPool = startTrainingPool(code, rows * Math.max(HIDDEN, strideOf(size.topics)));
  const network: Blocks = {
    sparse: trainingPool.block(size.features, HIDDEN, random),
    dense: trainingPool.block(numbers, HIDDEN, random),
    out: trainingPool.block(HIDDEN, size.topics, random),
    hiddenBias: trainingPool.block(1, HIDDEN),
    outBias: trainingPool.block(1, size.topics),
  };
  const learn = learner(network, { hidden: HIDDEN, topics: size.topics }, trainingPool, random);
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
  const learnt = ({ weights }: Minibatch, width: number) =>
    weights.numbers.filter((_, at) => at % strideOf(width) < width);
  return {
    sparse: learnt(network.sparse, HIDDEN),
    dense: learnt(network.dense, HIDDEN),
    hiddenBias: learnt(network.hiddenBias, HIDDEN),
    out: learnt(network.out, size.topics),
    outBias: learnt(network.outBias, size.topics),
  };
}

/** Puts numbers into random order (Fisher and Yates). */
export function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}
