import { afterAll, beforeAll, expect, test } from "vitest";
import { openHolds } from "../../src/privacy/eraser.ts";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughTicket, toChecklist } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test.each([
  "delete this chat",
  "can you delete this chat please",
  "erase our conversation",
  "delte this chat",
])("'%s' is about the chat, not about the account", async (said) => {
  const visitor = await desk.talk();
  const replies = await play(visitor, [
    [said, /your upwork account isn't touched|doesn't touch your upwork account/i, "erase.confirm"],
  ]);
  expect(replies.map(({ text }) => text).join("\n")).not.toMatch(/three checks/i);
});

test.each(["delete my account", "erase my upwork account", "i want my account deleted"])(
  "'%s' is about the account, not about the chat",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [[said, /three checks/i, "weigh.reason"]]);
  },
);

test.each(["send me a copy", "i want a copy of our conversation", "send me the transcript pls"])(
  "'%s' brings the copy and begins nothing",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [[said, /here.s your copy/i, "root.fork"]]);
  },
);

test("'delete this' may mean either, so it is asked", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["delete this", /which of these do you mean/i, "which.which"]]);
  expect(visitor.buttons.slice(0, 2).map(({ title }) => title)).toEqual([
    "Delete this chat",
    "Closing the account",
  ]);
  await play(visitor, [
    [
      "Delete this chat",
      /your upwork account isn't touched|doesn't touch your upwork account/i,
      "erase.confirm",
    ],
  ]);
});

test("what is held is not deleted: a ticket says what is wanted, also when the talk was about closing", async () => {
  const visitor = await desk.talk();
  await openHolds(desk.store, () => new Date(desk.time)).hold([{ id: visitor.id, userId: "" }]);
  await play(visitor, [
    ...toChecklist,
    ["delete my chat", /the law requires us to keep/i, "escalate.consent"],
    ...throughTicket,
  ]);
  expect(await desk.tickets(visitor.id)).toMatchObject([
    { goal: "erase", summary: expect.stringMatching(/wants this chat .* deleted.*wants to close/is) },
  ]);
});
