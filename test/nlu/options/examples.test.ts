import { expect, test } from "vitest";
import { normalize } from "../../../src/nlu/normalize.ts";
import { readOptionExamples } from "../../../src/nlu/training/option-examples.ts";
import { dataPath } from "../../../src/runtime/paths.ts";
import { allQuestions } from "./questions.ts";

const ENOUGH = 20;
const { places } = await readOptionExamples(dataPath("examples", "en"));
const questions = allQuestions();
const options = [...questions].flatMap(([place, ids]) => [...ids].map((id) => [place, id] as const));

test.each(options)("%s: %s has at least 20 example answers", (place, option) => {
  const examples = places.get(place)?.options.get(option) ?? [];
  expect(new Set(examples.map(normalize)).size).toBeGreaterThanOrEqual(ENOUGH);
});

test("no examples are kept for a place or an option that is not asked", () => {
  const written = [...places].flatMap(([place, { options: given }]) =>
    [...given.keys()].map((option) => `${place} ${option}`),
  );
  const asked = new Set(options.map(([place, option]) => `${place} ${option}`));
  expect(written.filter((one) => !asked.has(one))).toEqual([]);
});

test("no answer is an example of two options of one question", () => {
  const twice = [...places].flatMap(([place, { options: given }]) => {
    const owner = new Map<string, string>();
    return [...given].flatMap(([option, texts]) =>
      texts.flatMap((text) => {
        const folded = normalize(text);
        const before = owner.get(folded);
        owner.set(folded, option);
        return before === undefined || before === option || folded === "" ? [] : [`${place}: ${text}`];
      }),
    );
  });
  expect(twice).toEqual([]);
});
