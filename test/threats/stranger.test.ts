import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../conversations/script.ts";
import { throughTicket, toDecision } from "../conversations/ways.ts";
import { TestDesk } from "../desk.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("T18: a button of somebody else's talk decides nothing", async () => {
  const [owner, stranger] = [await desk.talk(), await desk.talk()];
  for (const visitor of [owner, stranger]) await play(visitor, toDecision);
  const { place } = stranger;
  await stranger.press(owner.button("Yes, delete it"));
  for (const visitor of [owner, stranger]) expect(await desk.store.receipts(visitor.id)).toEqual([]);
  await play(stranger, [["help", place]]);
});

test.each([
  ["a ticket", { ticket: 1001, action: "claim" }],
  ["a role", { role: "owner", from: { role: "bot" } }],
  ["a talk", { conversationId: "another", step: "close.step" }],
])("T18: a value that names %s of the desk's is not obeyed", async (_, value) => {
  const [owner, stranger] = [await desk.talk(), await desk.talk()];
  await play(owner, [["person", "escalate.consent"], ...throughTicket]);
  const before = await desk.tickets(owner.id);
  expect(await stranger.post({ text: "blorp", value })).not.toEqual([]);
  expect(await desk.tickets(owner.id)).toEqual(before);
  expect(await desk.tickets(stranger.id)).toEqual([]);
});
