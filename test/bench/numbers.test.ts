import { expect, test } from "vitest";
import { median, quantile, shown } from "../../bench/numbers.ts";

test("the median and the 99th percentile of a hundred values are found in any order", () => {
  const values = Array.from({ length: 100 }, (_, n) => (n * 37) % 100);
  expect(median(values)).toBe(50);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile(values, 1)).toBe(99);
});

test("no values have no median", () => {
  expect(median([])).toBeNaN();
});

test.each([
  [0.3333, "0.33"],
  [12.345, "12.3"],
  [1234.5, "1,235"],
])("%d is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});
