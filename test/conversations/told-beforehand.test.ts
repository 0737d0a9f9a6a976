import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("when the account was closed is not asked again, is said back, and can be corrected", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    [
      "i closed my account by mistake 3 weeks ago and want it back",
      /3 weeks ago.*February 17, 2026/,
      "restore-deleted.complication",
    ],
    ["back", /how long ago/i, "restore-deleted.when"],
    ["yesterday", /yesterday.*March 9, 2026/, "restore-deleted.complication"],
  ]);
});

test("'closed it by mistake 3 weeks ago' is enough to begin, and 'when?' is not asked", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["closed it by mistake 3 weeks ago", /got it, 3 weeks ago.*February 17, 2026/i],
  ]);
  expect(visitor.place).toBe("restore-deleted.complication");
  expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/how long ago/i);
});

test("money and kind of account that were told at once are spoken of and not asked", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["i want to delete my freelancer account, also $340 is still pending", "weigh.reason"],
    ["I'd rather not say", "alternatives.offer"],
    ["No, carry on", "weigh.plans"],
    ["No, unlikely", "weigh.decision"],
    ["Yes, delete it", "checklist.contracts"],
    ["All closed, or none", /you mentioned \$340/i, "checklist.payments"],
  ]);
});

test("a closing years ago that was told at once goes to a person at once", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["i deleted my account two years ago, can i get it back", /two years ago/i, "escalate.consent"],
  ]);
});

test("only a yes in so many words is the yes to deleting", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  for (const vague of ["ok then", "well ok then"]) {
    await visitor.say(vague);
    expect(visitor.place, `after "${vague}"`).toBe("weigh.decision");
  }
  await play(visitor, [["Yes, delete it", "close.account-type"]]);
});
