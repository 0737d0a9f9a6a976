import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadGuide } from "../../src/guide/guide.ts";
import { normalize } from "../../src/nlu/normalize.ts";
import { dataPath, projectFolder } from "../../src/runtime/paths.ts";
import { measureAnswerability, pairsIn } from "../../tools/evaluation/answerability.ts";
import { parts } from "./parts.ts";

const pairs = await pairsIn(path.join(projectFolder, "test/nlu/answerability.jsonl"));
const guide = await loadGuide(dataPath("guide", "en"));

/** What nothing is mended by is for the report alone. */
const figures = measureAnswerability(pairs, guide, parts).filter(({ name }) => name !== "fresh");
describe.each(figures)("questions, part $name", (figures) => {
  test("that the guide does not answer are recognised", () => {
    expect(figures.unanswerable).toBeGreaterThan(60);
    expect(figures.answered.length / figures.unanswerable).toBeLessThanOrEqual(0.1);
  });

  test("that the guide answers are answered", () => {
    expect(figures.answerable).toBeGreaterThan(60);
    expect(figures.refused.length / figures.answerable).toBeLessThanOrEqual(0.04);
  });
});

test("no question to be measured is an example to learn from", () => {
  const folder = dataPath("utterances", "en");
  const examples = new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .flatMap((name) => readFileSync(path.join(folder, name), "utf8").split("\n").map(normalize)),
  );
  expect(pairs.filter(({ text }) => examples.has(normalize(text)))).toEqual([]);
});

describe("what a text asks for", () => {
  test.each([
    ["how long does it take", ["how-long"], []],
    ["how soon should i contact them", [], []],
    ["how much work is it to restore", [], []],
    ["how much do they charge for it?", ["how-much"], []],
    ["will i lose my connects", ["fate"], ["connects"]],
    ["will i lose my mind", [], []],
    ["how many options do i have", [], []],
    ["are reviews and badges gone after deleting?", ["fate"], ["deleting", "reviews", "badges"]],
    ["my connects are low. should i delete?", [], []],
    ["does it matter how quickly i write?", [], []],
    ["when is a good moment to leave?", [], []],
    ["why was i suspended?", ["cause"], []],
    ["for which rule did they block me", ["cause"], []],
    ["which button pauses my account", ["setting"], []],
    ["which button closes my account", [], []],
  ])("%s", (text, kinds, things) => {
    const asked = parts.asksFor(text);
    expect(asked.kinds).toEqual(kinds);
    expect([...asked.things].sort()).toEqual([...things].sort());
  });
});
