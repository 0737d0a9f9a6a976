import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { compile } from "../../src/nlu/training/encoder-weights.ts";
import { startTrainingPool } from "../../src/nlu/training/minibatches.ts";
import { projectFolder } from "../../src/runtime/paths.ts";

const source = await readFile(path.join(projectFolder, "src/nlu/training/learning.wat"), "utf8");
const code = await compile("learning.wat", source);

test("rows are added at a scale", () => {
  const { rows, addScaled } = startTrainingPool(code, 16);
  const [to, from] = [rows(2, 4), rows(1, 4)];
  to.numbers.set([0, 0, 0, 0, 1, 2, 3, 4]);
  from.numbers.set([10, 20, 30, 40]);
  addScaled(to.at(1), from.at(0), 0.5, 4);
  expect([...to.numbers]).toEqual([0, 0, 0, 0, 6, 12, 18, 24]);
});

test("a step moves touched rows against their gradient, as Adam does, and forgets the gradient", () => {
  const { block } = startTrainingPool(code, 16);
  const { weights, gradient, touched, step } = block(2, 3);
  gradient.numbers.set([1, -2, 0, 0, 5, 5, 5, 0]);
  touched.add(0);
  step(1, 1);
  const [a, b, c] = weights.numbers;
  expect(a).toBeCloseTo(-0.003, 6);
  expect(b).toBeCloseTo(0.003, 6);
  expect(c).toBe(0);
  expect([...weights.numbers.subarray(4)]).toEqual([0, 0, 0, 0]);
  expect([...gradient.numbers.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(gradient.numbers[4]).toBe(5);
  expect(touched.size).toBe(0);
});
