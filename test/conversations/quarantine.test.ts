import { afterAll, beforeAll, expect, test } from "vitest";
import { TicketLimits } from "../../src/tickets/intake/surge.ts";
import { TestDesk, type Visitor } from "../desk.ts";
import { alder, oak } from "../tickets/people.ts";
import { play } from "./script.ts";

let desk: TestDesk;

beforeAll(async () => {
  const tickets = TicketLimits.parse({ openPerNetwork: 1 });
  desk = await TestDesk.open(undefined, undefined, {
    announcing: true,
    tickets,
    networkOf: async () => "one network",
  });
  await asked();
});
afterAll(() => desk.close());

/** Somebody of the network that has a ticket already, once they have asked for a person. */
async function asked(): Promise<Visitor> {
  const visitor = await desk.talk();
  await play(visitor, [
    ["person", "escalate.consent"],
    ["Yes, pass it on", "escalate.contact"],
  ]);
  return visitor;
}
const ticketOf = async ({ id }: Visitor) => (await desk.store.ticketsOf(id)).at(-1);
const stateOf = async (visitor: Visitor) => (await ticketOf(visitor))?.state.kind;
const announced = async ({ id }: Visitor) =>
  (await desk.store.unsent()).filter(
    ({ conversationId, kind }) => conversationId === id && kind === "webhook",
  ).length;

test("T50: beyond what a network has open a ticket is kept in quarantine; the person is told, promised nothing, and the guide goes on", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["person", "escalate.consent"],
    ["Yes, pass it on", /your ticket is XD-\d+.*nothing you wrote is lost/is, "escalate.contact"],
    ["person", /is already open, so you don't.*nothing you wrote is lost/is],
    ["Continue here", "root.fork"],
  ]);
  expect(await ticketOf(visitor)).toMatchObject({
    state: { kind: "quarantined", because: "network" },
    network: "one network",
    promise: null,
    summary: expect.stringMatching(/\S/),
  });
  expect(await announced(visitor)).toBe(0);
  expect((await desk.desk.human.queue()).map(({ ticket }) => ticket.number)).toEqual([1001]);
});

test("T50: who tells of distress in quarantine is let in at once, as urgent, and announced", async () => {
  const visitor = await asked();
  expect(await stateOf(visitor)).toBe("quarantined");
  await visitor.say("i want to kill myself because of this");
  await visitor.say("yes");
  expect(await ticketOf(visitor)).toMatchObject({
    state: { kind: "queued" },
    priority: "urgent",
    distress: "crisis",
  });
  expect(await announced(visitor)).toBe(1);
});

test("T50: somebody whom an agent has answered is known: their next ticket joins the queue", async () => {
  const visitor = await asked();
  const { number } = (await ticketOf(visitor)) as { number: number };
  await desk.desk.human.claim(number, alder);
  expect(await announced(visitor)).toBe(1);
  await desk.desk.human.resolve(number, alder, "answered", "restart");
  await desk.desk.turns.settled();
  await visitor.replies();
  await play(visitor, [["no, thanks"], ["person"], ["It's something else"]]);
  await play(visitor, [
    ["Yes, pass it on", "escalate.contact"],
    ["Here in this chat", "escalate.waiting"],
  ]);
  expect(await ticketOf(visitor)).toMatchObject({ state: { kind: "queued" }, network: null });
});

test("T50: whose ticket was closed with others is told how to go on, and what they open again is looked at again", async () => {
  const visitor = await asked();
  const { quarantine } = desk.desk.human;
  const { act } = await quarantine.sweep("one network", oak, { queued: false, distress: false });
  expect(await stateOf(visitor)).toBe("expired");
  const told = await visitor.replies();
  expect(told.map(({ text }) => text).join()).toMatch(/closed XD-\d+ without an answer.*say "person"/is);
  await play(visitor, [
    ["person", "escalate.closed"],
    ["Open that ticket again", "escalate.contact"],
  ]);
  expect(await stateOf(visitor)).toBe("quarantined");
  const { number } = (await ticketOf(visitor)) as { number: number };
  await quarantine.undo(act.id, oak);
  expect(await stateOf(visitor)).toBe("quarantined");
  expect((await desk.store.ticket(number))?.audit.filter(({ what }) => what === "sweep-undone")).toEqual([]);
});

test("T50: somebody in quarantine can take their ticket back", async () => {
  const visitor = await asked();
  await play(visitor, [["Cancel my ticket", "withdraw.withdraw"]]);
  await visitor.say("yes");
  expect(await ticketOf(visitor)).toMatchObject({ state: { kind: "expired", withdrawn: true } });
});
