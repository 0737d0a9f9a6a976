import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { GuideError } from "../../src/guide/content-files.ts";
import { loadGuide } from "../../src/guide/guide.ts";
import type {
  ChecklistItem,
  GuideStep,
  Reason,
  Restoration,
  Topic,
  TreeNode,
} from "../../src/guide/schema.ts";
import { type Edit, guideFolder } from "./folder.ts";

/** The lines of the error that ends the start, without the folder. */
async function faultsIn(folder: string): Promise<string[]> {
  const error = await loadGuide(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GuideError);
  expect(error).toHaveProperty("code", "guide");
  return (error as GuideError).message.split("\n").map((line) => line.replace(`${folder}${path.sep}`, ""));
}

const broken: [string, Edit, string[]][] = [
  [
    "a missing key",
    {
      file: "reasons.json",
      json: (reasons: { check: { question?: string } }[]) => void delete reasons[2]?.check.question,
    },
    ["reasons.json, [2].check.question: expected string, received undefined"],
  ],
  [
    "several faults of one file",
    {
      file: "steps.json",
      json: (steps: { node: string; title: unknown; hint?: string }[]) => {
        Object.assign(steps[0] ?? {}, { node: "N13", title: 5, hint: "look up" });
      },
    },
    [
      'steps.json, [0].node: Invalid option: expected one of "N11"|"N12"',
      "steps.json, [0].title: expected string, received number",
      'steps.json, [0]: Unrecognized key: "hint"',
    ],
  ],
  [
    "text that is not JSON",
    { file: "nodes.json", text: () => '{\n  "N0": ["decide.covers",]\n}' },
    ["nodes.json, line 2 column 26: expected a value and found ]"],
  ],
  [
    "an empty file",
    { file: "checklist.json", text: () => "" },
    ["checklist.json, line 1 column 1: expected a value and found the end of the file"],
  ],
  [
    "null",
    { file: "alternatives.json", text: () => "null" },
    ["alternatives.json: expected array, received null"],
  ],
  [
    "an empty passage",
    {
      file: "topics/steps.json",
      json: (topic: Topic) => void Object.assign(topic.passages[0] ?? {}, { text: "  " }),
    },
    ["topics/steps.json, passages[0].text: Too small: expected string to have >=1 characters"],
  ],
  [
    "three alternatives for one reason",
    { file: "reasons.json", json: (reasons: Reason[]) => void reasons[0]?.alternatives.push("pause") },
    ["reasons.json, [0].alternatives: Too big: expected array to have <=2 items"],
  ],
  [
    "a passage that does not exist",
    { file: "steps.json", json: (steps: GuideStep[]) => void steps[0]?.passages.push("steps.nowhere") },
    ['steps.json, [0].passages[1]: there is no passage "steps.nowhere"'],
  ],
  [
    "a passage that does not exist, at a node",
    {
      file: "nodes.json",
      json: (nodes: { N3: { says: string[] } }) => void nodes.N3.says.push("decide.four"),
    },
    ['nodes.json, N3.says[1]: there is no passage "decide.four"'],
  ],
  [
    "a topic that does not exist",
    { file: "reasons.json", json: (reasons: Reason[]) => void reasons[3]?.topics.push("reason_boredom") },
    ['reasons.json, [3].topics[1]: there is no topic "reason_boredom"'],
  ],
  [
    "an alternative that does not exist",
    {
      file: "reasons.json",
      json: (reasons: Reason[]) => void Object.assign(reasons[1] ?? {}, { alternatives: ["vanish"] }),
    },
    ['reasons.json, [1].alternatives[0]: there is no alternative "vanish"'],
  ],
  [
    "a node that does not exist",
    { file: "topics/integrity.json", json: (topic: Topic) => void Object.assign(topic, { node: "N99" }) },
    ['topics/integrity.json, node: there is no node "N99"'],
  ],
  [
    "a fact that does not exist",
    { file: "topics/steps.json", json: (topic: Topic) => void topic.passages[1]?.facts.push("F90") },
    ['topics/steps.json, passages[1].facts[0]: there is no fact "F90"'],
  ],
  [
    "a passage that does not state its fact",
    { file: "topics/steps.json", json: (topic: Topic) => void topic.passages[1]?.facts.push("F49") },
    [
      "topics/steps.json, passages[1].text: does not state F49: it needs a word that begins with contact info",
      "topics/steps.json, passages[1].text: does not state F49: it needs a word that begins with click or open or choos or select or go to or tap or pick or find or press or chose or found",
    ],
  ],
  [
    "a fact that no passage states",
    {
      file: "topics/consequences.json",
      json: (topic: Topic) => void Object.assign(topic.passages[0] ?? {}, { facts: ["F09"] }),
    },
    [
      "facts.json, [9]: no passage states F10: Losing that record can hurt your credibility and trustworthiness in the eyes of potential clients.",
    ],
  ],
  [
    "a fact that is not said at its node",
    { file: "tree.json", json: (tree: TreeNode[]) => void tree[3]?.facts.push("F09") },
    ["tree.json, [3].facts: nothing said at N3 states F09"],
  ],
  [
    "two passages with one id",
    {
      file: "topics/steps.json",
      json: (topic: Topic) =>
        void topic.passages.push({
          id: "steps.freelancer",
          facts: [],
          answers: ["what"],
          things: [],
          yes: [],
          no: [],
          text: "Once more.",
        }),
    },
    [
      'topics/steps.json, passages[1].id: "steps.freelancer" is there twice',
      'topics/steps.json, passages[3].id: "steps.freelancer" is there twice',
    ],
  ],
  [
    "a passage under the name of another topic",
    {
      file: "topics/steps.json",
      json: (topic: Topic) =>
        void topic.passages.push({
          id: "restore.steps",
          facts: [],
          answers: ["what"],
          things: [],
          yes: [],
          no: [],
          text: "Astray.",
        }),
    },
    ['topics/steps.json, passages[3].id: the id of a passage here begins with "steps."'],
  ],
  [
    "two reasons with one id",
    {
      file: "reasons.json",
      json: (reasons: Reason[]) => void Object.assign(reasons[8] ?? {}, { id: "work" }),
    },
    ['reasons.json: "work" is there twice', 'reasons.json: two choices are called "work"'],
  ],
  [
    "two buttons for one word",
    {
      file: "checklist.json",
      json: (items: ChecklistItem[]) => void items[0]?.options[1]?.words.push("Done"),
    },
    ['checklist.json, [0]: two choices are meant by "done"'],
  ],
  [
    "a draft with a gap that nothing fills",
    {
      file: "restoration.json",
      json: ([deleted]: Restoration[]) =>
        void Object.assign(deleted?.draft ?? {}, { template: "{who} {when} {why-back} {phone}" }),
    },
    ["restoration.json, [0].draft.template: no field fills {phone}"],
  ],
  [
    "a draft that leaves an answer out",
    {
      file: "restoration.json",
      json: ([deleted]: Restoration[]) =>
        void Object.assign(deleted?.draft ?? {}, { template: "{who} {when}" }),
    },
    ["restoration.json, [0].draft.fields[2]: the template has no {why-back}"],
  ],
  [
    "a language that is none",
    {
      file: "guide.json",
      json: (about: { locale: string }) => void Object.assign(about, { locale: "english" }),
    },
    ['guide.json, locale: use a language tag, such as "en" or "en-GB"'],
  ],
  [
    "a menu with a topic that does not exist",
    { file: "guide.json", json: (about: { menu: string[] }) => void about.menu.push("weather") },
    ['guide.json, menu[8]: there is no topic "weather"'],
  ],
  [
    "one way back missing",
    { file: "restoration.json", json: (ways: Restoration[]) => void ways.pop() },
    ["restoration.json: Too small: expected array to have exactly 2 items"],
  ],
  [
    "a topic in the file of another",
    { file: "topics/integrity.json", json: (topic: Topic) => void Object.assign(topic, { id: "honesty" }) },
    ['topics/integrity.json, id: the topic "honesty" belongs in a file called honesty.json'],
  ],
];

test.each(broken)("%s ends the start with file, place and reason", async (_, edit, message) => {
  expect(await faultsIn(guideFolder(edit))).toEqual(message);
});

test("faults of several files come together", async () => {
  const folder = guideFolder(
    { file: "steps.json", text: () => "[" },
    { file: "facts.json", text: () => "{}" },
  );
  expect(await faultsIn(folder)).toEqual([
    "steps.json, line 1 column 2: expected a value and found the end of the file",
    "facts.json: expected array, received object",
  ]);
});

test("a file that is missing is named", async () => {
  const folder = guideFolder();
  rmSync(path.join(folder, "nodes.json"));
  expect(await faultsIn(folder)).toEqual(["nodes.json: the file is missing"]);
});

test("a file with a mistyped name is not passed over", async () => {
  const folder = guideFolder();
  writeFileSync(path.join(folder, "reason.json"), "[]");
  expect(await faultsIn(folder)).toEqual([
    "reason.json: not a file of the guide, which has guide, reasons, alternatives, checklist, steps, restoration, nodes, facts, tree and the folder topics",
  ]);
});

test("a folder that is not there is told by its files", async () => {
  const folder = path.join(guideFolder(), "xx");
  expect((await faultsIn(folder))[0]).toBe("guide.json: the file is missing");
});

test("names that the guide lacks are refused, not guessed", async () => {
  const guide = await loadGuide("data/guide/en");
  expect(() => guide.passage("steps.nowhere")).toThrow('the guide has no passage "steps.nowhere"');
  expect(() => guide.topic("__proto__")).toThrow('the guide has no topic "__proto__"');
  expect(guide.topicOf(undefined)).toBeNull();
  expect(guide.topicOf("restore_deleted.soon")).toBe("restore_deleted");
  expect(guide.node("N9a")).toEqual({ says: [], more: [] });
});
