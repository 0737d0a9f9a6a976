import { expect, test } from "vitest";
import { loadGuide } from "../../src/guide/guide.ts";
import type { Reason, Topic } from "../../src/guide/schema.ts";
import { type Edit, guideFolder } from "./folder.ts";

const versionWith = async (...edits: Edit[]): Promise<string> =>
  (await loadGuide(guideFolder(...edits))).version;

const backwards = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  );
};

test("the version is twelve hex digits, the same wherever the guide lies", async () => {
  const version = await versionWith();
  expect(version).toMatch(/^[0-9a-f]{12}$/);
  expect((await loadGuide("data/guide/en")).version).toBe(version);
});

test.each([
  [
    "indentation",
    { file: "reasons.json", text: (json: string) => JSON.stringify(JSON.parse(json), null, "\t") },
  ],
  ["the order of keys", { file: "topics/steps.json", json: backwards }],
  ["the order of nodes", { file: "nodes.json", json: backwards }],
  ["a byte order mark", { file: "facts.json", text: (json: string) => `\uFEFF${json}` }],
  ["line ends", { file: "steps.json", text: (json: string) => json.replaceAll("\n", "\r\n") }],
])("%s leaves the version as it is", async (_, edit) => {
  expect(await versionWith(edit)).toBe(await versionWith());
});

test.each<[string, Edit]>([
  [
    "a word of a passage",
    {
      file: "topics/steps.json",
      json: (topic: Topic) => {
        for (const passage of topic.passages) passage.text += " Take your time.";
      },
    },
  ],
  ["the order of reasons", { file: "reasons.json", json: (reasons: Reason[]) => reasons.reverse() }],
  [
    "a button",
    {
      file: "reasons.json",
      json: ([first]: Reason[]) => {
        if (first) first.title = "I have stopped using it";
      },
    },
  ],
])("%s changes the version", async (_, edit) => {
  expect(await versionWith(edit)).not.toBe(await versionWith());
});
