import { expect, test } from "vitest";
import { residentMb, slopeOf } from "./memory.ts";

test("the slope is what a line through the looks rises in a minute", () => {
  const rising = [0, 1, 2, 3].map((minute) => ({ minute, value: 100 + 2.5 * minute }));
  expect(slopeOf(rising)).toBeCloseTo(2.5);
  expect(slopeOf(rising.map(({ minute }) => ({ minute, value: 7 })))).toBe(0);
  expect(slopeOf([])).toBe(0);
});

test("a process that is not there has nothing in memory", () => {
  expect(residentMb(2 ** 30)).toBeNull();
});
