import { type Block, strideOf, type Workshop } from "./blocks.ts";
import type { Point } from "./network.ts";

/** This share of what a text shows is left out at random, so that no feature is relied on alone. */
const LEFT_OUT = 0.3;
const LARGER = 1 / (1 - LEFT_OUT);

/** The weights of a network while they are learnt. */
export type Blocks = Record<"sparse" | "dense" | "out" | "hiddenBias" | "outBias", Block>;

/** Adds to the gradients of a network what one text, with `share` of a batch, has to say. */
export function learner(
  { sparse, dense, out, hiddenBias, outBias }: Blocks,
  size: { hidden: number; topics: number },
  { rows, addScaled }: Workshop,
  random: () => number,
): (point: Point, share: number) => void {
  const H = strideOf(size.hidden);
  const K = strideOf(size.topics);
  const hidden = rows(1, size.hidden);
  const back = rows(1, size.hidden);
  const error = rows(1, size.topics);

  /** Adds the rows of what is shown to the hidden units; gives which of it was not left out. */
  function show(places: ArrayLike<number>, values: ArrayLike<number>, { weights }: Block): number[] {
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
    { gradient, touched }: Block,
  ): void {
    for (const i of shown) {
      const row = places[i] as number;
      addScaled(gradient.at(row), back.at(0), (values[i] as number) * LARGER, H);
      touched.add(row);
    }
  }

  function learnBias({ gradient, touched }: Block, from: number, count: number): void {
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
