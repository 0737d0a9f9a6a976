import { expect, test } from "vitest";
import { readScript } from "../../bench/script.ts";

const script = readScript("data/guide/en");

test("the ordinary bots ask about as many questions as the desk on the way to the last click", () => {
  expect(script.length).toBeGreaterThanOrEqual(18);
  expect(script.length).toBeLessThanOrEqual(30);
});

test("the questions of the ordinary bots carry the words of the guide", () => {
  expect(script.every(({ text }) => text.length > 10)).toBe(true);
  expect(script.filter(({ text }) => text.includes("\n\n")).length).toBeGreaterThan(10);
});

test("the ordinary bots use both of their prompts", () => {
  expect(script.filter(({ choices }) => choices === null).length).toBeGreaterThan(3);
  expect(script.filter(({ choices }) => choices !== null).length).toBeGreaterThan(3);
});
