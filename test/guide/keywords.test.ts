import { expect, test } from "vitest";
import { factsIn, missingGroups } from "../../src/guide/check/facts.ts";

const fact = (id: string, ...keywords: string[]) => ({ id, section: "a section", fact: "a fact", keywords });

test.each([
  ["a word that begins like it", "Reviews are gone", "review", true],
  ["capitals", "the REVIEW", "review", true],
  ["the middle of a word", "a preview", "review", false],
  ["after a hyphen or a quote", 'an all-"review" page', "review", true],
  ["an apostrophe in the keyword alone", "you dont use it", "don't use", true],
  ["an apostrophe in the text alone", "you don’t use it", "dont use", true],
  ["words on two lines", "close\n my account", "close my account", true],
  ["a later place in the text", "a preview of reviews", "review", true],
  ["the second alternative", "the rating", "review|rating", true],
  ["a word after a letter with an accent", "éreview", "review", false],
])("%s", (_, text, group, states) => {
  expect(missingGroups(text, { keywords: [group] })).toEqual(states ? [] : [group]);
});

test("a fact is stated only when every group has its word", () => {
  const facts = [fact("F01", "close", "contract|payment"), fact("F02", "close", "invoice")];
  expect(factsIn("Close each contract first.", facts)).toEqual(["F01"]);
});
