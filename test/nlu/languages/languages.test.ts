import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadDistress } from "../../../src/nlu/distress/distress.ts";
import { loadForeign } from "../../../src/nlu/languages/foreign.ts";
import { MAX_NLU_CHARACTERS } from "../../../src/nlu/normalize.ts";
import { dataPath, projectFolder } from "../../../src/runtime/paths.ts";

const { languageOf, asksForPerson } = await loadForeign({
  languages: dataPath("languages"),
  utterances: dataPath("utterances", "en"),
  acts: dataPath("acts", "en"),
  distress: dataPath("distress", "en"),
});
const distress = await loadDistress(dataPath("distress", "en"));

const here = path.join(projectFolder, "test/nlu/languages");
const linesOf = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
const heldOut = readdirSync(path.join(here, "held-out")).map((name) => ({
  language: path.basename(name, ".txt"),
  texts: linesOf(path.join(here, "held-out", name)),
}));

describe("texts of four words that the model never saw", () => {
  test("98 of 100 are told right", () => {
    const all = heldOut.flatMap(({ language, texts }) => texts.map((text) => ({ language, text })));
    const wrong = all.filter(({ language, text }) => languageOf(text) !== language);
    expect(all.length).toBeGreaterThan(800);
    expect(wrong.length / all.length, wrong.map(({ text }) => text).join("\n")).toBeLessThan(0.02);
  });

  test.each(heldOut)("no more than 2 of those in $language are told wrong", ({ language, texts }) =>
    expect(texts.filter((text) => languageOf(text) !== language).length).toBeLessThanOrEqual(2),
  );
});

describe("English", () => {
  const other = new Set(linesOf(path.join(here, "not-english.txt")));
  const examples = readdirSync(dataPath("utterances", "en"))
    .filter((name) => name.endsWith(".txt"))
    .flatMap((name) => linesOf(dataPath("utterances", "en", name)));
  const kept = path.join(projectFolder, "test/nlu/kept-apart");
  const checks = [
    path.join(projectFolder, "test/nlu/dev.jsonl"),
    ...readdirSync(kept).map((name) => path.join(kept, name)),
  ]
    .flatMap(linesOf)
    .map((line) => (JSON.parse(line) as { text: string }).text);

  test("is never taken for another language, in thousands of lines", () => {
    const lines = [...examples, ...checks].filter((line) => !other.has(line));
    expect(lines.length).toBeGreaterThan(10_000);
    expect(lines.filter((line) => languageOf(line) !== null)).toEqual([]);
  });

  test.each(linesOf(path.join(here, "english.txt")))("%s is in no other language", (text) =>
    expect(languageOf(text)).toBeNull(),
  );
});

test.each([
  ["ako zmažem svoj účet", "und"],
  ["ฉันต้องการลบบัญชี", "th"],
  ["πώς κλείνω τον λογαριασμό", "el"],
])("%s is in a language that nobody taught the desk: %s", (text, language) =>
  expect(languageOf(text)).toBe(language),
);

const said = JSON.parse(readFileSync(path.join(here, "said.json"), "utf8")) as Record<
  "crisis" | "person",
  Record<string, string[]>
>;
const each = (kind: "crisis" | "person") =>
  Object.entries(said[kind]).flatMap(([language, texts]) => texts.map((text) => [text, language] as const));

describe("what is most urgent is understood in every language", () => {
  test.each(each("crisis"))("%s tells a crisis, in %s", (text, language) => {
    expect(distress(text)).toBe("crisis");
    expect(languageOf(text)).toBe(language);
  });

  test.each(each("person"))("%s asks for a person, in %s", (text, language) => {
    expect(asksForPerson(text)).toBe(true);
    expect(languageOf(text)).toBe(language);
  });

  test.each(heldOut)("nothing ordinary in $language tells a crisis", ({ texts }) =>
    expect(texts.filter((text) => distress(text) === "crisis")).toEqual([]),
  );
});

test("a text of 250 characters is read in less than 0.3 ms", () => {
  const texts = heldOut.map(({ texts: some }) => some.join(" ").slice(0, MAX_NLU_CHARACTERS));
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 7; time += 1) {
    const before = process.cpuUsage();
    for (const text of texts) languageOf(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000 / texts.length);
  }
  expect(least).toBeLessThan(0.3);
});
