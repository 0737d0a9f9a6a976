import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../../src/runtime/paths.ts";
import { parts } from "../parts.ts";

const { answers, beside } = JSON.parse(
  await readFile(path.join(projectFolder, "test/nlu/options/unseen.json"), "utf8"),
) as { answers: Record<string, Record<string, string[]>>; beside: string[] };

const best = (text: string, place: string) => parts.options(text, place)[0];

test("of answers in other words most are taken, and what is taken is right", () => {
  const judged = Object.entries(answers).flatMap(([place, options]) =>
    Object.entries(options).flatMap(([option, texts]) =>
      texts.map((text) => {
        const match = best(text, place);
        return { isRight: match?.option === option, score: match?.score ?? 0 };
      }),
    ),
  );
  const share = (least: number) => {
    const taken = judged.filter(({ score }) => score >= least);
    return {
      taken: taken.length / judged.length,
      right: taken.filter(({ isRight }) => isRight).length / taken.length,
    };
  };
  expect(share(0.5).taken).toBeGreaterThan(0.85);
  expect(share(0.5).right).toBeGreaterThan(0.93);
  expect(share(0.9).taken).toBeGreaterThan(0.4);
  expect(share(0.9).right).toBeGreaterThanOrEqual(0.97);
});

test("sentences beside the question are seldom taken for an answer", () => {
  const scores = Object.keys(answers).flatMap((place) => beside.map((text) => best(text, place)?.score ?? 0));
  expect(scores.filter((score) => score >= 0.5).length / scores.length).toBeLessThan(0.04);
  expect(scores.filter((score) => score >= 0.9).length / scores.length).toBeLessThan(0.01);
});

test.each([
  ["close.account-type", "not an agency, just me", "freelancer", "agency"],
  ["close.account-type", "not a freelancer, a client", "client", "freelancer"],
  ["restore.which", "upwork didn't, I did", "deleted", "suspended"],
  ["restore.which", "i didnt, they did", "suspended", "deleted"],
  ["restore.which", "it wasnt me, upwork closed it", "suspended", "deleted"],
  ["restore.which", "upwork did not close it, i closed it", "deleted", "suspended"],
  ["weigh.check.username", "not the login, the display name", "display", "login"],
  ["alternatives.offer", "not private, hidden", "invisible", "private"],
  ["checklist.contracts", "all closed except one", "not-yet", "done"],
  ["checklist.contracts", "all closed but one", "not-yet", "done"],
  ["checklist.payments", "not all settled", "not-yet", "done"],
  ["erase.confirm", "don't erase it", "no", "yes"],
])("at %s “%s” is %s and not %s", (place, text, option, other) => {
  const matches = parts.options(text, place);
  expect(matches[0]?.option).toBe(option);
  expect(matches[0]?.score).toBeGreaterThanOrEqual(0.5);
  expect(matches.find((match) => match.option === other)?.score).toBeLessThan(0.5);
});

test.each([
  ["weigh.reason", "it's not because of reviews", "feedback"],
  ["weigh.reason", "no break", "break"],
  ["weigh.reason", "reviews isn't it", "feedback"],
  ["close.account-type", "I'm not a client", "client"],
  ["root.fork", "i don't want to delete it", "delete"],
])("at %s “%s” denies %s and names nothing", (place, text, denied) => {
  const matches = parts.options(text, place);
  expect(matches.find(({ option }) => option === denied)?.score).toBe(0);
  expect(matches[0]?.score).toBeLessThan(0.5);
});

test("a place without examples has no matches", () => {
  expect(parts.options("yes", "nowhere.at-all")).toEqual([]);
});
