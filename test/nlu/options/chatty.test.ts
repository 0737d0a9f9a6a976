import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parts } from "../parts.ts";

/** Answers of people who write in a second language, at length or very shortly; none of them is an example. */
const chatty = JSON.parse(readFileSync(new URL("chatty.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, string[]>
>;
const all = Object.entries(chatty).flatMap(([place, options]) =>
  Object.entries(options).flatMap(([option, texts]) => texts.map((text) => ({ place, option, text }))),
);
const SURE = 0.88;

describe("an ordinary answer is sure", () => {
  const judged = all.map(({ place, option, text }) => {
    const [best] = parts.options(text, place);
    return { place, option, text, best };
  });

  test("most are taken", () => {
    const missed = judged.filter(({ best }) => (best?.score ?? 0) < SURE);
    expect(missed.length, JSON.stringify(missed, null, 1)).toBeLessThanOrEqual(judged.length * 0.08);
  });

  test("none that is taken is another option", () => {
    const wrong = judged.filter(({ option, best }) => best?.option !== option && (best?.score ?? 0) >= SURE);
    expect(wrong.length, JSON.stringify(wrong, null, 1)).toBeLessThanOrEqual(judged.length * 0.01);
  });
});

test("what does not answer stays low", () => {
  const beside = [
    "how up to date is this",
    "my dog is sick today",
    "can you see my account",
    "i am on the bus right now",
    "who reads what i write",
    "what is the weather like in your city",
    "this takes very long",
    "i do not like bots",
  ];
  const high = Object.keys(chatty).flatMap((place) =>
    beside.flatMap((text) => {
      const [best] = parts.options(text, place);
      return best !== undefined && best.score >= SURE ? [{ place, text, ...best }] : [];
    }),
  );
  expect(high).toEqual([]);
});
