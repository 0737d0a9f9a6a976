import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distressKinds, loadDistress } from "../../../src/nlu/distress/distress.ts";
import { compilePatterns, PatternError } from "../../../src/nlu/patterns/pattern.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

interface Examples {
  positive: { kind: string; text: string }[];
  negative: string[];
}
const examplesIn = (file: string): Examples =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Examples;

const find = await loadDistress(dataPath("distress", "en"));

describe.each([
  ["written beside the patterns", "examples.json", 0],
  ["of authors who had not seen the patterns", "apart.json", 0.01],
])("examples %s", (_, file, mostWrong) => {
  const { positive, negative } = examplesIn(file);

  test.each(distressKinds)("%s is found", (kind) => {
    const told = positive.filter((one) => one.kind === kind);
    expect(told.length).toBeGreaterThanOrEqual(30);
    const missed = told.filter(({ text }) => find(text) === null);
    expect(missed.length, JSON.stringify(missed, null, 1)).toBeLessThanOrEqual(mostWrong * told.length);
  });

  test("hardly any is taken for another kind", () => {
    const mistaken = positive.filter(({ kind, text }) => ![kind, null].includes(find(text)));
    expect(mistaken.length, JSON.stringify(mistaken, null, 1)).toBeLessThanOrEqual(0.01 * positive.length);
  });

  test("what only sounds alike is none", () => {
    expect(negative.length).toBeGreaterThanOrEqual(200);
    const wrong = negative.filter((text) => find(text) !== null);
    expect(wrong.length, JSON.stringify(wrong, null, 1)).toBeLessThanOrEqual(mostWrong * negative.length);
  });
});

test("of the desk's own examples of everyday matters hardly any is taken for distress", () => {
  const folder = dataPath("utterances", "en");
  const everyday = readdirSync(folder)
    .filter((name) => name.endsWith(".txt") && !/^(not_in_guide|oos|reason_inactive)\b/.test(name))
    .flatMap((name) => readFileSync(`${folder}/${name}`, "utf8").split("\n"))
    .filter((line) => line !== "");
  const wrong = everyday.filter((line) => find(line) !== null);
  expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(everyday.length / 1_000);
});

test("no button and no other sentence of the desk's own is taken for distress", () => {
  const texts = (value: unknown): string[] =>
    typeof value === "string"
      ? [value]
      : typeof value === "object" && value !== null
        ? Object.values(value).flatMap(texts)
        : [];
  const read = (...parts: string[]) => JSON.parse(readFileSync(dataPath(...parts), "utf8")) as unknown;
  const phrases = readdirSync(dataPath("phrases", "en"))
    .filter((name) => !["distress.json", "summary.json", "notices.json"].includes(name))
    .flatMap((name) => texts(read("phrases", "en", name)));
  const guide = ["reasons", "alternatives", "checklist", "steps"].flatMap((name) =>
    texts(read("guide", "en", `${name}.json`)),
  );
  expect([...phrases, ...guide].filter((text) => find(text) !== null)).toEqual([]);
});

const FILLING =
  "I have worked there since 2016 and had a good time with most of my clients until last spring. ";

test.each([
  ["crisis", "i want to kill myself"],
  ["security", "someone hacked my account and changed my email"],
  ["abuse", "a client threatens to kill me"],
  ["bereavement", "my husband passed away last week"],
])("%s is found in the middle of 4,000 characters, with and without full stops", (kind, words) => {
  for (const filling of [FILLING, FILLING.replaceAll(".", "")]) {
    const half = filling.repeat(40).slice(0, 1_980);
    const text = `${half} ${words} ${half}`.slice(0, 4_000);
    expect(find(text)).toBe(kind);
  }
});

test.each([
  "I WANT TO KILL MYSELF",
  "i want to k1ll myself",
  "i wanna kill my self...",
  "im suicdal",
  "I want to killlll myself!!!",
])("slips and shouting hide nothing: %s", (text) => expect(find(text)).toBe("crisis"));

test("whatever stands in the sentences around, a plain sign is found", () => {
  const words = fc.array(fc.constantFrom("the", "client", "account", "review", "please", "money", "works"), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      words,
      words,
      (before, after) => find(`${before.join(" ")}. I want to kill myself. ${after.join(" ")}`) === "crisis",
    ),
  );
});

describe("a pattern", () => {
  const classes = new Map([["kin", ["brother", "best friend"]]]);
  const fits = (pattern: string, said: string) =>
    compilePatterns([pattern], classes).some(({ fits }) => said.search(fits) !== -1);

  test.each<[string, string, boolean]>([
    ["my <kin> died", " . my best friend died . ", true],
    ["my (a|b c) [very] end*", " . my b c ended . ", true],
    ["my ~2 end", " . my one two end . ", true],
    ["my ~2 end", " . my one two three end . ", false],
    ["my ~2 end", " . my one . end . ", false],
    ["^ end $", " . no . end . ", true],
    ["^ end $", " . no end . ", false],
    ["one . two", " . one . two . ", true],
    ["# cows", " . 12 cows . ", true],
    ["end", " . bend ending . ", false],
  ])("%s in %s", (pattern, said, expected) => expect(fits(pattern, said)).toBe(expected));

  test.each(["(a", "a)", "<nobody>", "a ~ b", "a?", "[a] ~2 #"])(
    "that cannot be read is quoted: %s",
    (pattern) => {
      expect(() => compilePatterns([pattern], classes)).toThrow(PatternError);
      expect(() => compilePatterns([pattern], classes)).toThrow(pattern);
    },
  );

  test("knows words of which any text that it fits has one", () => {
    const [pattern] = compilePatterns(["my [very] (old|young*) <kin> ~2 died", "my cat"], classes);
    expect(pattern?.cues).toEqual(["died"]);
    const [either] = compilePatterns(["(a b|c*) [d]"], classes);
    expect(either?.cues.toSorted()).toEqual(["a", "c*"]);
  });

  test("has no repetition without a bound but within a word, so that a search takes linear time", () => {
    const [pattern] = compilePatterns(["a* ~9 [b] (c|d e) # <kin> $"], classes);
    const source = pattern?.fits.source ?? "*";
    expect(source.replaceAll(/\[\^ \.\][*+] /g, "")).not.toMatch(/[*+]|,\}/);
  });
});
