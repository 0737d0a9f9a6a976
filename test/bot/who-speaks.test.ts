import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ticket } from "../../src/store/ticket.ts";
import { play } from "../conversations/script.ts";
import { throughTicket, toDecision } from "../conversations/ways.ts";
import { TestDesk, type Visitor } from "../desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** A talk whose person waits for somebody, with its ticket. */
async function waiting(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["person"], ...throughTicket]);
  const [ticket] = await desk.store.ticketsOf(visitor.id);
  if (!ticket) throw new Error("no ticket was opened");
  return { visitor, ticket };
}

const moved = async (ticket: Ticket, state: Ticket["state"]): Promise<Ticket> => {
  const next = { ...ticket, revision: ticket.revision + 1, state };
  const stored = await desk.store.moveTicket({
    ticket: next,
    from: ticket.revision,
    at: desk.time,
    keys: [],
    says: [],
    outbox: [],
  });
  expect(stored).toHaveProperty("moved");
  return next;
};

const spokenFor = (ticket: Ticket, kind: "claimed" | "waiting") =>
  moved(ticket, { kind, by: "alder", since: desk.time });

test("the bot goes on with the guide while the ticket waits, and says nothing once it is claimed", async () => {
  const { visitor, ticket } = await waiting();
  await play(visitor, [["will my reviews disappear", /removes your project history, feedback and reviews/i]]);
  await spokenFor(ticket, "claimed");
  expect(await visitor.say("will my reviews disappear")).toEqual([]);
  expect(await desk.store.pendingTurns()).toEqual([]);
});

test("what the person writes to an agent who spoke last makes the agent owe the next word", async () => {
  const { visitor, ticket } = await waiting();
  await spokenFor(ticket, "waiting");
  desk.wait(0.1);
  await visitor.say("one client does not answer");
  const first = await desk.store.ticket(ticket.number);
  expect(first).toMatchObject({ state: { kind: "claimed", by: "alder", since: desk.time } });
  expect(first?.audit.at(-1)).toEqual({
    at: desk.time,
    who: { kind: "person" },
    what: "person-wrote",
    about: {},
  });
  desk.wait(0.1);
  await visitor.say("since last week");
  expect((await desk.store.ticket(ticket.number))?.state).toEqual(first?.state);
});

test("a turn that a claim overtakes is dropped whole, and the next one finds the place as it was", async () => {
  const { visitor, ticket } = await waiting();
  await play(visitor, [["Continue here", "weigh.decision"]]);
  let claimed: Ticket | null = null;
  const commit = desk.store.commitTurn.bind(desk.store);
  desk.store.commitTurn = async (turn) => {
    if (!claimed) claimed = await spokenFor(ticket, "claimed");
    return commit(turn);
  };
  expect(await visitor.click("Yes, delete it")).toEqual([]);
  desk.store.commitTurn = commit;
  expect(await desk.store.receipts(visitor.id)).toEqual([]);
  await moved(claimed as unknown as Ticket, { kind: "queued", since: desk.time });
  await play(visitor, [["Yes, delete it", "close.account-type"]]);
  expect(await desk.store.receipts(visitor.id)).toHaveLength(1);
});

test("a release that overtakes the person's words lets the bot answer them", async () => {
  const { visitor, ticket } = await waiting();
  let claimed = await spokenFor(ticket, "claimed");
  const commit = desk.store.commitTurn.bind(desk.store);
  desk.store.commitTurn = async (turn) => {
    desk.store.commitTurn = commit;
    claimed = await moved(claimed, { kind: "queued", since: desk.time });
    return commit(turn);
  };
  await play(visitor, [["will my reviews disappear", /removes your project history, feedback and reviews/i]]);
});
