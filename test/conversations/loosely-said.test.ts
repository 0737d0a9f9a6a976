import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test.each([
  ["bcak", /ok, back one step/i, "root.fork"],
  ["hlep", /i can help you leave upwork/i, "weigh.reason"],
  ["restrat", /from the start/i, "root.fork"],
  ["cancle", /stopped/i, "root.fork"],
  ["persom", /our team can take over/i, "escalate.consent"],
  ["cpoy", /here.s your copy/i, "weigh.reason"],
])("the command '%s' is understood with its slip", async (said, answer, place) => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Close my account", "weigh.reason"],
    [said, answer, place],
  ]);
});

describe("somebody who shouts", () => {
  test("is met with one sentence and a person, and what they want begins all the same", async () => {
    const visitor = await desk.talk();
    const replies = await play(visitor, [
      ["YOU ARE USELESS I WANT MY ACCOUNT BACK RIGHT NOW", /sorry this is so frustrating/i, "restore.which"],
    ]);
    expect(replies[0]?.offersPerson).toBe(true);
    const again = await play(visitor, [["I CLOSED IT MYSELF!!! GIVE IT BACK!!!", "restore-deleted.when"]]);
    expect(again.map(({ text }) => text).join("\n")).not.toMatch(/frustrating/i);
  });

  test("and wants nothing the desk can begin is asked what they want", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["YOU PEOPLE STOLE MY MONEY AND NOBODY EVER ANSWERS ME", /sorry this is so frustrating/i, "root.fork"],
      ["person", "escalate.consent"],
    ]);
  });
});

/** A ramble that comes to its point in its last words. */
const RAMBLE = readFileSync(new URL("./ramble.txt", import.meta.url), "utf8").trim();

test("a ramble of 2,000 characters is taken for what it ends with", async () => {
  expect(RAMBLE.length).toBeGreaterThan(2_000);
  const visitor = await desk.talk();
  await play(visitor, [[RAMBLE, /three checks/i, "weigh.reason"]]);
});

describe("a loose answer", () => {
  test("'not yet' and 'nah' at the checklist keep the item open", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toChecklist,
      ["not yet", /no hurry/i, "checklist.contracts"],
      ["nah", /no hurry/i, "checklist.contracts"],
      ["yep", /so that's done now: contracts/i, "confirm.confirm"],
      ["yep", "checklist.payments"],
    ]);
  });

  test("'nah' at a yes or no is no", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toDecision.slice(0, 3),
      ["nah", /still want to delete/i, "weigh.decision"],
      ["nah", /your account stays/i, "feedback.solved"],
    ]);
  });

  test("'last week' at the date question is a date, said back", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Get an account back"],
      ["I closed it", "restore-deleted.when"],
      ["last week", /^got it, last week\./im, "restore-deleted.complication"],
    ]);
  });

  test.each([
    ["im a freelancer", "checklist.contracts"],
    ["freelancer", "checklist.contracts"],
    ["it belongs to our company", "escalate.consent"],
    ["im not a freelancer", "close.account-type"],
  ])("'%s' at the kind of account leads to %s", async (said, place) => {
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["Yes, delete it", "close.account-type"], [said, place]]);
  });

  test("'i have a question' at the fork asks for it", async () => {
    const visitor = await desk.talk();
    await play(visitor, [["i have a question", /what would you like to know/i, "question.first"]]);
  });

  test("a question that holds a word of a choice is answered, not taken for the choice", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Close my account", "weigh.reason"],
      ["will my reviews disappear", /removes your project history, feedback and reviews/i, "weigh.reason"],
    ]);
  });
});
