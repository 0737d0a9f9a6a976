import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughSteps, toChecklist, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

describe("'I don't want to delete my account'", () => {
  test("at the fork is taken at its word, and nothing begins", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["I don't want to delete my account", /nothing is deleted/i, "root.fork"],
      ["Get an account back", "restore.which"],
    ]);
  });

  test.each([
    ["the reason", toDecision.slice(0, 1)],
    ["the decision", toDecision],
    ["the checklist", toChecklist],
    ["the clicks", toSteps],
  ])("at %s ends what leads there, and 'back' goes on", async (_, way) => {
    const visitor = await desk.talk();
    await play(visitor, way);
    const place = visitor.place;
    await play(visitor, [
      ["I don't want to delete my account", /your account stays/i, "feedback.solved"],
      ["back", place],
    ]);
  });

  test("on the way to a break leaves the place alone", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Take a break", "weigh.check"],
      ["i dont want to delete", /nothing is deleted/i, "weigh.check"],
    ]);
  });

  test("after the last click nobody says that the account stays", async () => {
    const visitor = await desk.talk();
    await play(visitor, [...toSteps, ...throughSteps]);
    const replies = await play(visitor, [["i dont want to delete my account", "close.afterwards"]]);
    expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/account stays|nothing is deleted/i);
  });
});

test.each(["do not close my account", "please dont delete my account", "i do not want to leave upwork"])(
  "'%s' begins nothing, least of all getting an account back",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [[said, /nothing is deleted/i, "root.fork"]]);
  },
);

test.each([
  "i dont want to close my contracts",
  "i dont want to leave my money behind",
  "not closing until i get paid",
])("'%s' says nothing about the account, and the item stays open", async (said) => {
  const visitor = await desk.talk();
  await play(visitor, [...toChecklist, [said, "checklist.contracts"]]);
});

test("what is wanted instead is what begins", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    ["i dont want to delete, just hide me", /change your visibility settings/i, "weigh.check"],
    ["A short while, quietly", "alternatives.offer"],
  ]);
  expect(replies.map(({ node }) => node)).not.toContain("N9");
  expect(visitor.buttons.map(({ title }) => title)).toContain('Hide my profile ("Invisible")');
});

describe("'not suspended, just private'", () => {
  test("begins nothing about suspension", async () => {
    const visitor = await desk.talk();
    const replies = await play(visitor, [["not suspended, just private"]]);
    expect(JSON.stringify([replies.at(-1)?.text, visitor.buttons])).toMatch(/private|hiding my profile/i);
    expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/suspen/i);
  });

  test("is not the reason 'My account is suspended'", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Close my account", "weigh.reason"],
      ["not suspended, just private", /unused, or privacy worries/i, "confirm.confirm"],
      ["No", "weigh.reason"],
    ]);
  });

  test("is the answer where just that is asked", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Get an account back"],
      ["Upwork suspended me", "restore-suspended.notice"],
      ["not suspended, just private", "escalate.consent"],
    ]);
    const other = await desk.talk();
    await play(other, [
      ["Close my account"],
      ["My account is suspended", "weigh.check"],
      ["not suspended, just private", "escalate.consent"],
    ]);
    expect((await other.say("Yes, pass it on")).at(-1)?.step).toBe("escalate.contact");
  });
});

test.each(["not all closed", "they are not closed", "almost done", "not all of them are closed"])(
  "'%s' ticks nothing off",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [...toChecklist, [said, "checklist.contracts"]]);
  },
);
