import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadLexicon } from "../../src/nlu/lexicon.ts";
import { normalize } from "../../src/nlu/normalize.ts";
import { type Example, readExamples } from "../../src/nlu/training/examples.ts";
import { readJsonFile } from "../../src/runtime/json-file.ts";
import { dataPath, projectFolder } from "../../src/runtime/paths.ts";
import { Settled, staleIn } from "../../tools/evaluation/contradictions.ts";

const folder = dataPath("utterances", "en");
const devFile = path.join(projectFolder, "test/nlu/dev.jsonl");
let examples: Example[];
beforeAll(async () => {
  examples = await readExamples(folder);
});

const wordsOf = (text: string) => new Set(normalize(text).split(" "));
const likeness = (a: Set<string>, b: Set<string>) => {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common);
};

/** topics that are commands said in a sentence */
const commands = ["back", "bye", "cancel", "copy", "erase", "greeting", "help", "human", "restart", "thanks"];

test("every topic has enough examples", () => {
  const counts = new Map<string, number>();
  for (const { topic } of examples) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  const topics = readdirSync(dataPath("guide", "en", "topics")).map((file) => path.basename(file, ".json"));
  expect([...counts.keys()].sort()).toEqual([...topics, ...commands, "not_in_guide", "oos"].sort());
  for (const [topic, count] of counts) {
    expect(count, topic).toBeGreaterThanOrEqual(topic === "oos" || topic === "not_in_guide" ? 400 : 150);
  }
});

test("no example says another one again in the same words", () => {
  const seen = new Map<string, string>();
  for (const { text } of examples) {
    const key = normalize(text).split(" ").sort().join(" ");
    expect(key, text).not.toBe("");
    expect(seen.get(key), text).toBeUndefined();
    seen.set(key, text);
  }
});

test("the examples are of many lengths and kinds", () => {
  const share = (of: (text: string) => boolean) =>
    examples.filter(({ text }) => of(text)).length / examples.length;
  expect(share((text) => text.split(" ").length <= 3)).toBeGreaterThan(0.05);
  expect(share((text) => text.length > 90)).toBeGreaterThan(0.02);
  expect(share((text) => /[?]/.test(text))).toBeGreaterThan(0.05);
  expect(share((text) => /\b(?:dont|not|no|never|don't|without)\b/i.test(text))).toBeGreaterThan(0.05);
  expect(share((text) => /[A-Z]/.test(text))).toBeGreaterThan(0.02);
});

describe("the needs that are kept for checking", () => {
  const kept = readFileSync(devFile, "utf8").trim().split("\n");
  test.each(kept.map((line) => (JSON.parse(line) as { text: string }).text))("%s", (text) => {
    const needed = wordsOf(text);
    const near = examples.filter((example) => likeness(wordsOf(example.text), needed) > 0.7);
    expect(near).toEqual([]);
  });
});

test("settled neighbours are examples of two topics", async () => {
  const settled = await readJsonFile(Settled, path.join(folder, "neighbours.json"));
  expect(staleIn(settled, examples)).toEqual([]);
});

test("every command is known in one word", async () => {
  const { commands } = await loadLexicon(folder);
  expect(new Set(commands.values()).size).toBe(10);
  expect(commands.get("help")).toBe("help");
});
