import { LINEAR_MEANING } from "../model/topic-model.ts";
import { seeded } from "./examples.ts";
import { type Point, shuffle } from "./network-trainer.ts";

/** Weights of one linear classifier for each topic. */
export interface Linear {
  /** [feature][topic] */
  sparse: Float32Array;
  /** [number of the encoder][topic] */
  dense: Float32Array;
  /** [topic] */
  bias: Float32Array;
}

const EPOCHS = 8;
/** What the squared loss adds to the diagonal: half of the inverse of C, which is 1. */
const DIAGONAL = 0.5;
/** A text this far on the right side of the margin is not looked at again. */
const FAR = 0.5;

/**
 * Trains a support vector machine for each topic against the rest, with squared hinge loss, by dual coordinate descent
 * (Hsieh and others 2008). Of few examples it learns more than a network does.
 */
export function trainLinear(
  points: readonly Point[],
  { features, topics }: { features: number; topics: number },
  seed: number,
): Linear {
  const numbers = points[0]?.dense.length ?? 0;
  const learnt = {
    sparse: new Float32Array(features * topics),
    dense: new Float32Array(numbers * topics),
    bias: new Float32Array(topics),
  };
  const rows = points.map(rowOf);
  for (let topic = 0; topic < topics; topic++) {
    const isOf = points.map((point) => point.topic === topic);
    const weights = learnTopic(rows, isOf, { features, numbers, random: seeded(seed + topic) });
    weights.sparse.forEach((weight, feature) => {
      learnt.sparse[feature * topics + topic] = weight;
    });
    weights.dense.forEach((weight, number) => {
      learnt.dense[number * topics + topic] = weight * LINEAR_MEANING;
    });
    learnt.bias[topic] = weights.bias;
  }
  return learnt;
}

/** A text as numbers, and the square of its length with what the loss adds. */
interface Row {
  places: Int32Array;
  values: Float32Array;
  dense: Float32Array;
  square: number;
}

function rowOf({ sparse, dense }: Point): Row {
  const meaning = dense.map((value) => value * LINEAR_MEANING);
  const squares = [...sparse.values, ...meaning].reduce((sum, value) => sum + value * value, 0);
  return {
    places: Int32Array.from(sparse.indexes),
    values: Float32Array.from(sparse.values),
    dense: meaning,
    square: squares + 1 + DIAGONAL,
  };
}

interface Weights {
  sparse: Float32Array;
  dense: Float32Array;
  bias: number;
}

/** The weights that part the texts of a topic from the others. */
function learnTopic(
  rows: readonly Row[],
  isOf: readonly boolean[],
  { features, numbers, random }: { features: number; numbers: number; random: () => number },
): Weights {
  const weights = { sparse: new Float32Array(features), dense: new Float32Array(numbers), bias: 0 };
  const duals = new Float64Array(rows.length);
  let order = rows.map((_, at) => at);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    order = order.filter((at) => {
      const side = isOf[at] === true ? 1 : -1;
      const dual = duals[at] ?? 0;
      const row = rows[at] as Row;
      const slope = side * marginOf(row, weights) - 1 + DIAGONAL * dual;
      if (dual === 0 && slope > 0) return slope < FAR || epoch === 0;
      const next = Math.max(0, dual - slope / row.square);
      duals[at] = next;
      if (next !== dual) add(row, (next - dual) * side, weights);
      return true;
    });
  }
  return weights;
}

function marginOf({ places, values, dense }: Row, weights: Weights): number {
  let sum = weights.bias;
  for (let i = 0; i < places.length; i++)
    sum += (weights.sparse[places[i] as number] as number) * (values[i] as number);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < dense.length; i += 4) {
    s0 += (weights.dense[i] as number) * (dense[i] as number);
    s1 += (weights.dense[i + 1] as number) * (dense[i + 1] as number);
    s2 += (weights.dense[i + 2] as number) * (dense[i + 2] as number);
    s3 += (weights.dense[i + 3] as number) * (dense[i + 3] as number);
  }
  return sum + s0 + s1 + s2 + s3;
}

function add({ places, values, dense }: Row, by: number, weights: Weights): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    weights.sparse[place] = (weights.sparse[place] as number) + by * (values[i] as number);
  }
  for (let i = 0; i < dense.length; i++)
    weights.dense[i] = (weights.dense[i] as number) + by * (dense[i] as number);
  weights.bias += by;
}
