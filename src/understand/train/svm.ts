import type { Sparse } from "../topics/vectors.ts";

/** One training text as numbers: its features, its meaning, and the number of its topic. */
export interface Point {
  sparse: Sparse;
  dense: Float32Array;
  topic: number;
  /** the place of the text that it is or was made of */
  source: number;
}

/** Weights of one-vs-rest classifiers, the topics of one input side by side. */
export interface Weights {
  /** [feature][topic] */
  sparse: Float32Array;
  /** [number of the encoder][topic] */
  dense: Float32Array;
  bias: Float32Array;
}

const COST = 1;
/** A text whose machines hardly moved is left alone for some rounds. */
const HARDLY = 0.03;
const ROUNDS_LEFT_ALONE = 2;
const BIAS_INPUT = 0.5;

/** Trains linear one-vs-rest machines with squared hinge loss by dual coordinate descent (Hsieh et al. 2008), all topics of a text in one step. */
export function trainSvm(
  points: readonly Point[],
  size: { features: number; topics: number },
  { epochs, random }: { epochs: number; random: () => number },
): Weights {
  const K = size.topics;
  const width = points[0]?.dense.length ?? 0;
  const weights: Weights = {
    sparse: new Float32Array(size.features * K),
    dense: new Float32Array(width * K),
    bias: new Float32Array(K),
  };
  const alphas = new Float32Array(points.length * K);
  const lengths = points.map(
    ({ sparse, dense }) => squares(sparse.values) + squares(dense) + BIAS_INPUT ** 2,
  );
  const ridge = 1 / (2 * COST);
  const order = points.map((_, index) => index);
  const margins = new Float64Array(K);
  const steps = new Float64Array(K);
  const quietUntil = new Int32Array(points.length);

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const point = points[index];
      if (point === undefined || epoch < (quietUntil[index] ?? 0)) continue;
      marginsInto(margins, point, weights, K);
      const curvature = (lengths[index] ?? 0) + ridge;
      const moved: number[] = [];
      let furthest = 0;
      for (let topic = 0; topic < K; topic++) {
        const sign = topic === point.topic ? 1 : -1;
        const at = index * K + topic;
        const alpha = alphas[at] ?? 0;
        const gradient = sign * (margins[topic] ?? 0) - 1 + alpha * ridge;
        const next = Math.max(0, alpha - gradient / curvature);
        if (Math.abs(next - alpha) < 1e-7) continue;
        alphas[at] = next;
        steps[topic] = (next - alpha) * sign;
        moved.push(topic);
        furthest = Math.max(furthest, Math.abs(next - alpha));
      }
      if (furthest < HARDLY) quietUntil[index] = epoch + 1 + ROUNDS_LEFT_ALONE;
      if (moved.length > 0) move(weights, point, moved, steps, K);
    }
  }
  return weights;
}

/** How far on its side each topic's machine sees a point. */
export function marginsInto(
  margins: Float64Array,
  { sparse, dense }: Pick<Point, "sparse" | "dense">,
  weights: Weights,
  K: number,
): void {
  for (let topic = 0; topic < K; topic++) margins[topic] = (weights.bias[topic] ?? 0) * BIAS_INPUT;
  for (let i = 0; i < sparse.indexes.length; i++) {
    addRow(margins, weights.sparse, (sparse.indexes[i] ?? 0) * K, sparse.values[i] ?? 0, K);
  }
  for (let i = 0; i < dense.length; i++) addRow(margins, weights.dense, i * K, dense[i] ?? 0, K);
}

function addRow(margins: Float64Array, rows: Float32Array, start: number, by: number, K: number): void {
  for (let topic = 0; topic < K; topic++)
    margins[topic] = (margins[topic] ?? 0) + (rows[start + topic] ?? 0) * by;
}

function move(
  weights: Weights,
  { sparse, dense }: Point,
  moved: readonly number[],
  steps: Float64Array,
  K: number,
): void {
  for (const topic of moved) {
    const step = steps[topic] ?? 0;
    weights.bias[topic] = (weights.bias[topic] ?? 0) + step * BIAS_INPUT;
    for (let i = 0; i < sparse.indexes.length; i++) {
      const at = (sparse.indexes[i] ?? 0) * K + topic;
      weights.sparse[at] = (weights.sparse[at] ?? 0) + step * (sparse.values[i] ?? 0);
    }
    for (let i = 0; i < dense.length; i++) {
      const at = i * K + topic;
      weights.dense[at] = (weights.dense[at] ?? 0) + step * (dense[i] ?? 0);
    }
  }
}

function squares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  return sum;
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}
