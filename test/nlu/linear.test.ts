import { expect, test } from "vitest";
import { trainLinear } from "../../src/nlu/training/linear-trainer.ts";
import type { Point } from "../../src/nlu/training/network-trainer.ts";

const point = (topic: number, features: readonly number[], dense: readonly number[]): Point => ({
  sparse: { indexes: [...features], values: features.map(() => 1) },
  dense: Float32Array.from(dense),
  topic,
  source: 0,
  slipped: false,
});
const size = { features: 4, topics: 2 };

test("the right topic has a positive margin, the wrong one a negative", () => {
  const points = [
    point(0, [0, 2], [1, 0, 0, 0]),
    point(0, [0, 3], [1, 0, 0, 0]),
    point(1, [1, 2], [0, 1, 0, 0]),
    point(1, [1, 3], [0, 1, 0, 0]),
  ];
  const { sparse, dense, bias } = trainLinear(points, size, 1);
  const margin = (one: Point, topic: number): number =>
    one.sparse.indexes.reduce((sum, feature) => sum + (sparse[feature * size.topics + topic] ?? 0), 0) +
    one.dense.reduce((sum, value, at) => sum + value * (dense[at * size.topics + topic] ?? 0), 0) +
    (bias[topic] ?? 0);
  for (const one of points) {
    expect(margin(one, one.topic)).toBeGreaterThan(0.5);
    expect(margin(one, 1 - one.topic)).toBeLessThan(-0.5);
  }
});

test("what both topics show tells nothing", () => {
  const points = [point(0, [0, 2], [0, 0, 0, 0]), point(1, [1, 2], [0, 0, 0, 0])];
  const { sparse } = trainLinear(points, size, 1);
  expect(Math.abs(sparse[2 * size.topics] ?? 1)).toBeLessThan(Math.abs(sparse[0] ?? 0) / 3);
});
