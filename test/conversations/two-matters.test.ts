import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("a suspension comes before the wish to close; the money is spoken of, and closing is come back to", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    [
      "suspended and also 200 dollars pending, want to close",
      /closing the account shouldn.t be your first answer/i,
      "weigh.check",
    ],
    ["It's suspended", "restore-suspended.notice"],
    ["no notice", "restore-suspended.fixed"],
    ["not yet", /you mentioned 200 dollars/i, "restore-suspended.complication"],
    ["none", "draft.offer"],
    ["no", "restore.expectations"],
    ["No, I'm all set", /you also mentioned: closing the account/i, "root.again"],
  ]);
  const replies = await visitor.click("Closing the account");
  expect(replies[0]?.text).toMatch(/shouldn.t be your first answer/i);
  expect(replies.at(-1)?.text).not.toMatch(/you also mentioned/i);
});

test("a second reason is come back to", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["i have bad reviews and also i dont get enough work", /unfair, or fair but painful/i, "weigh.check"],
    ["unfair", "alternatives.offer"],
    ["No, carry on", "weigh.plans"],
    ["No, unlikely", "weigh.decision"],
    ["No, keep my account", /you also mentioned: doing better on upwork/i, "root.again"],
    ["Doing better on Upwork", /portfolio|niche|skills/i, "root.again"],
  ]);
});

test("a question is answered before what is wanted begins", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["i want to take a break, and also will my reviews disappear?", /how long, and may clients contact you/i],
  ]);
  expect(replies[0]).toMatchObject({ topic: "consequences" });
  expect(visitor.place).toBe("weigh.check");
});

test("two questions are both answered, and the open question is asked once", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account", "weigh.reason"]]);
  const replies = await visitor.say("will my reviews disappear and also how do i contact support?");
  expect(replies.map(({ topic }) => topic).slice(0, 2)).toEqual(["consequences", "contact_support"]);
  expect(replies.filter(({ step }) => step === "weigh.reason").at(-1)?.text).toMatch(
    /making you want to leave/i,
  );
  expect(replies).toHaveLength(3);
});
