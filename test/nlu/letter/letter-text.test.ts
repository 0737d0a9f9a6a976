import { describe, expect, test } from "vitest";
import { fieldAnswer } from "../../../src/nlu/letter/field-answer.ts";
import {
  answerInSentences,
  filled,
  nameIn,
  noticeValue,
  sentencesOf,
} from "../../../src/nlu/letter/letter-text.ts";
import { isNotice, tellingSentence } from "../../../src/nlu/letter/notice.ts";
import { loadLexicon } from "../../../src/nlu/lexicon.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

const { letters } = await loadLexicon(dataPath("utterances", "en"));
const leads = {
  participle: "Since then I have",
  verb: "I will",
  gerund: "I have been",
  because: "I want it back",
};

test.each([
  ["I closed the second one", "I closed the second one."],
  ["closed the second one", "Since then I have closed the second one."],
  ["Deleted it!", "Since then I have deleted it!"],
  ["keep to one account", "I will keep to one account."],
  ["never share my phone", "I will never share my phone."],
  ["reading the rules", "I have been reading the rules."],
  ["because a client asked. i miss it", "I want it back because a client asked. I miss it."],
  ["im sorry,i dont do that", "I'm sorry,I don't do that."],
  ["two  profiles ", "Two profiles."],
  ["nothing was wrong", "Nothing was wrong."],
])("an answer becomes whole sentences: %s", (said, sentences) =>
  expect(answerInSentences(said, leads, letters)).toBe(sentences),
);

test.each([
  ["my name is jane doe", "Jane Doe"],
  ["it's under Studio Blue", "Studio Blue"],
  ["The account name was studio green.", "Studio Green"],
  ["i'm Marta Novak", "Marta Novak"],
  ["iPhone Fixers", "iPhone Fixers"],
  ["Jane", "Jane"],
])("the name in '%s' is %s", (said, name) => expect(nameIn(said, letters)).toBe(name));

test.each([
  ["It says I shared my Skype name.", { clause: "I shared my Skype name" }],
  ["they said i broke the rules", { clause: "I broke the rules" }],
  ["the mail only says unusual activity", { sentences: "Unusual activity." }],
  ["“Two profiles”", { sentences: "Two profiles." }],
])("what a notice says is reported or quoted: %s", (said, value) =>
  expect(noticeValue(said, letters)).toEqual(value),
);

describe("a template", () => {
  const template = "[A {a}.|{a:sentence}|No a.] [B {b}.]\n\n[{c:sentence}]\n\nEnd[,\n{b}]";
  test.each([
    [{}, "No a.\n\nEnd"],
    [{ a: { clause: "x" }, b: { clause: "y" } }, "A x. B y.\n\nEnd,\ny"],
    [{ a: { sentences: "X." }, c: { sentences: "C." } }, "X.\n\nC.\n\nEnd"],
  ])("leaves out what is not known: %j", (values, text) => expect(filled(template, values)).toBe(text));
  test("without parts is filled as it stands", () =>
    expect(filled("Name: {a}\nOther: {b}", { a: { sentences: "X." } })).toBe("Name: X.\nOther:"));
});

test("sentences are told apart from initials and amounts", () =>
  expect(sentencesOf("I paid $4.50 to J. Smith. It's fine! “Two profiles.” Next")).toEqual([
    "I paid $4.50 to J. Smith.",
    "It's fine!",
    "“Two profiles.”",
    "Next",
  ]));

test.each([
  ["idk", "skip"],
  ["Not sure tbh!", "skip"],
  ["please skip it", "skip"],
  ["wait", "nothing"],
  ["ok", "nothing"],
  ["👍", "nothing"],
  ["what do you mean?", "nothing"],
  ["I have a screenshot", "screenshot"],
  [
    "I deleted every screenshot of the chat that I had sent to the client, and closed the second profile",
    "text",
  ],
  ["Two profiles", "text"],
  ["no more messages outside Upwork", "text"],
])("at a field '%s' is %s", (said, kind) => expect(fieldAnswer(said, letters).kind).toBe(kind));

describe("a notice", () => {
  test.each([
    [
      "Dear freelancer,\n\nWe have suspended your account due to unusual activity.\n\nSincerely, Upwork",
      "We have suspended your account due to unusual activity.",
    ],
    [
      "Hi Jane, we regret to inform you that your Upwork account was permanently suspended. Upwork Support Team",
      "we regret to inform you that your Upwork account was permanently suspended.",
    ],
    [
      "From: Upwork\nSubject: Account on hold\n\nWe found that your profile violates our Terms of Service.",
      "We found that your profile violates our Terms of Service.",
    ],
  ])("is recognised, and its sentence told: %#", (text, telling) => {
    expect(isNotice(text, letters)).toBe(true);
    expect(tellingSentence(text, letters)).toBe(telling);
  });

  test.each([
    "my account has been suspended because i violated the terms of service and i want it back",
    "yeah i have the email, they said i broke the rules and that my account was suspended",
    "I got a mail from the Upwork team about a policy, what should I do with my contracts now?",
    "suspended",
    "We have suspended",
  ])("is not what somebody says of one: %s", (text) => expect(isNotice(text, letters)).toBe(false));

  test("is shortened to what a letter can quote", () => {
    const long = `We have suspended your account because ${"of very many different things ".repeat(20)}.`;
    expect(tellingSentence(long, letters).length).toBeLessThanOrEqual(241);
  });
});
