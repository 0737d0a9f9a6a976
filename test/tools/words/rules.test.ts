import { expect, test } from "vitest";
import { dataPath } from "../../../src/runtime/paths.ts";
import { type Entry, entriesOf } from "../../../tools/words/entries.ts";
import { printed, withoutExempt } from "../../../tools/words/lint.ts";
import { findingsIn, gradeOf } from "../../../tools/words/rules.ts";
import { sentencesIn } from "../../../tools/words/text.ts";
import { loadWording } from "../../../tools/words/wording.ts";

const wording = loadWording(dataPath("wording", "en"));
const clean = entriesOf(dataPath(), "en", wording.limits.matched);

/** What the rules find in the data once an entry is planted in it, besides what they find without. */
function foundIn(planted: Partial<Entry>) {
  const entry: Entry = { file: "phrases/en/root.json", key: "planted", text: "", kind: "said", ...planted };
  const before = new Set(findingsIn(clean, wording).map(printed));
  return findingsIn([...clean, entry], wording).filter((finding) => !before.has(printed(finding)));
}

test("the data has no fault of its own that the exemptions do not list", () => {
  const ofData = wording.exempt.filter(({ at }) => at.includes(".json"));
  expect(withoutExempt(findingsIn(clean, wording), ofData).map(printed)).toEqual([]);
});

test.each<[string, Partial<Entry>]>([
  [
    "sentence",
    {
      text: "I go on and on about what you could do here until nobody at all can still say how it began.",
    },
  ],
  ["banned", { text: "Your ticket is taken back." }],
  ["contraction", { text: "I do not know." }],
  ["contraction", { text: "It is open.", file: "canned/en.json" }],
  ["button", { text: "Yes, please close my account", kind: "button" }],
  ["placeholder", { text: "Hello {stranger}." }],
])("a planted fault is found: %s", (rule, planted) => {
  const [finding, ...others] = foundIn(planted);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule, at: `${planted.file ?? "phrases/en/root.json"} planted` });
});

test("a file that reads like a thesis is found, and a short one is not graded", () => {
  const thesis =
    "Administrative reconsideration necessitates comprehensive documentation. Organizational responsibilities " +
    "presuppose institutional accountability. ";
  const planted = { file: "phrases/en/thesis.json", text: thesis };
  expect(foundIn(planted)).toEqual([]);
  expect(foundIn({ ...planted, text: thesis.repeat(12) })).toMatchObject([
    { rule: "grade", at: "phrases/en/thesis.json" },
  ]);
});

test("agents may be told things that are harder to read than what people are told", () => {
  const text =
    "Please check every address before you send another message. The operator has already confirmed this one. ".repeat(
      8,
    );
  const grade = gradeOf(sentencesIn(text));
  expect(grade).toBeGreaterThan(wording.limits.grade.people);
  expect(grade).toBeLessThan(wording.limits.grade.agents);
  const limits = { ...wording.limits, agents: ["phrases/en/planted.json"] };
  const entry: Entry = { file: "phrases/en/planted.json", key: "a", text, kind: "said" };
  const rules = (use: typeof wording) =>
    findingsIn([entry], use)
      .filter(({ at }) => at === entry.file)
      .map(({ rule }) => rule);
  expect(rules(wording)).toEqual(["grade"]);
  expect(rules({ ...wording, limits })).toEqual([]);
});

test("a full form at the end of a clause stays", () => {
  expect(foundIn({ text: "Tell us where it is." })).toEqual([]);
});

test("a phrase that only matches what people type is not read", () => {
  expect(clean.filter(({ key }) => key.endsWith("-words"))).toEqual([]);
  expect(clean.some(({ file, key }) => file === "phrases/en/withdraw.json" && key === "no-need")).toBe(false);
});

test("an exemption lets through what it names, up to its count, and is told when nothing needs it", () => {
  const finding = { rule: "turn", at: "draft.review", words: "", count: 40, most: 35 };
  const exempt = { rule: "turn", at: "draft.review", upTo: 40, reason: "the letter" };
  expect(withoutExempt([finding], [exempt])).toEqual([]);
  expect(withoutExempt([{ ...finding, count: 41 }], [exempt])).toHaveLength(2);
  expect(withoutExempt([], [exempt])).toMatchObject([{ rule: "exempt", at: "draft.review" }]);
});
