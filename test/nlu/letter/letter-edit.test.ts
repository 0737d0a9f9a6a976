import { describe, expect, test } from "vitest";
import { edited, isLetter, letterEdit } from "../../../src/nlu/letter/letter-edit.ts";
import { loadLexicon } from "../../../src/nlu/lexicon.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

const { letters } = await loadLexicon(dataPath("utterances", "en"));

const letter = `Hello,

My account is suspended. The notice says that I shared my Skype name. I'd like to ask you to restore it.

I told Jon that money is pending. I will keep all messages on Upwork.

I'd be grateful if you would review my case. Please tell me if you need anything else from me.

Thank you,
Jo Smith`;

const openers = ["", "no, ", "please ", "can you ", "no just ", "wait, ", "ok but ", "hmm could you please "];
const ends = ["", ".", " please", "!", " thanks"];

function everyWay(wish: string): string[] {
  return openers.flatMap((opener) => ends.map((end) => `${opener}${wish}${end}`));
}

describe("a wish is heard whatever stands around it", () => {
  test.each<[string, object]>([
    ["change Jon to John", { kind: "replace", from: "Jon", to: "John" }],
    ["replace Jon with John", { kind: "replace", from: "Jon", to: "John" }],
    ["its WhatsApp, not Skype", { kind: "replace", from: "Skype", to: "WhatsApp" }],
    ["use WhatsApp instead of Skype", { kind: "replace", from: "Skype", to: "WhatsApp" }],
    ["my name is wrong", { kind: "field", ids: ["who"], to: null }],
    ["my name is wrong, its Jane", { kind: "field", ids: ["who"], to: "Jane" }],
    ["change my name to Jane", { kind: "field", ids: ["who"], to: "Jane" }],
    ["the date is wrong", { kind: "field", ids: ["when", "date"], to: null }],
    ["make it shorter", { kind: "shorter" }],
    ["make it a bit more polite", { kind: "politer" }],
    ["fix the grammar and spelling", { kind: "grammar" }],
    ["add that I paid", { kind: "add", sentence: "I paid." }],
    ["remove the part about money", { kind: "remove", what: "money" }],
  ])("%s", (wish, edit) => {
    for (const said of everyWay(wish)) expect(letterEdit(said, letter, letters), said).toEqual(edit);
  });

  const people = ["Jon", "money", "messages", "Skype name", "Upwork"];
  test.each(people)("any words of the letter can be changed: %s", (from) => {
    for (const to of ["Mary-Ann", "two things", "O'Neil", "42"])
      for (const said of [`change ${from} to ${to}`, `it's ${to}, not ${from}`, `not ${from} but ${to}`]) {
        const edit = letterEdit(said, letter, letters);
        expect(edit, said).toEqual({ kind: "replace", from, to });
        const after = edit && edited(edit, letter, letters);
        expect(after, said).toContain(to);
        expect(after, said).not.toMatch(new RegExp(`\\b${from}\\b`));
      }
  });
});

describe("what is no wish about the letter", () => {
  test.each([
    "delete my account",
    "remove it",
    "I want to talk to a human",
    "idk",
    "wait",
    "ok good now",
    "perfect, thats right",
    "yes",
    "how do I send it?",
    "Jane",
    "I don't like it",
    "will they read it",
    "",
    "👍",
  ])("%s", (said) => expect(letterEdit(said, letter, letters)).toBeNull());

  test.each([
    "be more polite",
    "use one account, not two",
    "add my real name to my profile",
    "delete my second account",
    "mention rates only on Upwork",
    "write better proposals",
    "it was a test, not spam",
  ])("where an answer is asked for: %s", (said) =>
    expect(letterEdit(said, letter, letters, { atField: true })).toBeNull(),
  );
});

test("an edit that cannot be made leaves the letter", () => {
  for (const said of [
    "change Paris to Rome",
    "remove the part about my dog",
    "fix the typos",
    "make it longer",
  ]) {
    const edit = letterEdit(said, letter, letters);
    expect(edit, said).not.toBeNull();
    expect(edit && edited(edit, letter, letters), said).toBeNull();
  }
});

test("shorter and politer end somewhere", () => {
  for (const said of ["make it shorter", "make it more polite"]) {
    const edit = letterEdit(said, letter, letters);
    const once = edit && edited(edit, letter, letters);
    expect(once, said).not.toBeNull();
    expect(edit && edited(edit, once ?? "", letters), said).toBeNull();
  }
});

test("a part is taken out by its sentences, and what ends the letter stays", () => {
  const after = edited({ kind: "remove", what: "money" }, letter, letters);
  expect(after).toContain("\n\nI will keep all messages on Upwork.\n\n");
  expect(after).not.toContain("Jon");
  expect(after).toMatch(/Thank you,\nJo Smith$/);
});

test.each([
  ["Dear support, my second profile is gone and I will keep to one.", true],
  ["My second profile is gone. I will keep to one from now on, I promise.", true],
  ["too short", false],
  ["Dear Upwork", false],
  ["is there anything else that I should tell them before I send this?", false],
  ["my second profile is gone and I will keep to one from now on", false],
])("whether it is a letter: %s", (text, is) => expect(isLetter(text, letters)).toBe(is));
