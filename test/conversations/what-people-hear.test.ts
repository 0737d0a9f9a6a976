import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listOutcomes } from "../../src/cli/commands/tickets.ts";
import { TestDesk, type Visitor } from "../desk.ts";
import { alder, birch } from "../tickets/people.ts";
import { play } from "./script.ts";
import { throughTicket, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const ticketOf = async (visitor: Visitor) => (await desk.tickets(visitor.id)).at(-1);

const words = async (visitor: Visitor): Promise<string> =>
  (await visitor.replies()).map(({ text }) => text).join("\n");

test("what the guide does not cover is answered where its nearest guess is a command", async () => {
  const guessing = await TestDesk.open(undefined, (content) => ({
    ...content,
    interpret: async (...said) => {
      const meaning = await content.interpret(...said);
      return meaning.guess.topic === "not_in_guide"
        ? { ...meaning, guess: { ...meaning.guess, nearest: "erase" } }
        : meaning;
    },
  }));
  try {
    const visitor = await guessing.talk();
    await play(visitor, [["how do i file taxes on my earnings", /a reliable answer/i, "root.fork"]]);
    expect(guessing.logged).toEqual([]);
  } finally {
    await guessing.close();
  }
});

test("the question of somebody with another kind of account reaches the agents", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["we are an agency, how do we file the taxes for our contractors", "escalate.consent"],
    ...throughTicket,
  ]);
  expect(await ticketOf(visitor)).toMatchObject({
    summary: expect.stringContaining("file the taxes for our contractors"),
    topic: null,
  });
});

test("asking for a person when one is offered, and again at the question whether to pass it on, keeps the question and is a yes", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["how do i file taxes on my earnings", /a reliable answer/i],
    ["can I talk to someone real about that please", /file taxes on my earnings/i, "escalate.consent"],
    ["can I talk to someone real please", "escalate.contact"],
    ["Here in this chat", "escalate.waiting"],
  ]);
  expect((await ticketOf(visitor))?.summary).toMatch(/how do i file taxes on my earnings/);
});

test("words that are not understood while a matter is passed on do not take the place of the question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["how do i file taxes on my earnings", /a reliable answer/i],
    ["person", "escalate.consent"],
    ["how do i change the colour of my profile page", "escalate.consent"],
    ...throughTicket,
  ]);
  expect((await ticketOf(visitor))?.summary).toMatch(/how do i file taxes on my earnings/);
});

test("a ticket's topic is the reason, where it is known, and nothing for what the guide does not know", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["I want to leave because I got unfair reviews"],
    ["will i get my connects refunded when i close it"],
    ["person", "escalate.consent"],
    ...throughTicket,
  ]);
  expect((await ticketOf(visitor))?.topic).toBe("reason_feedback");
  const other = await desk.talk();
  await play(other, [["how do i file taxes on my earnings"], ["person"], ...throughTicket]);
  expect((await ticketOf(other))?.topic).toBeNull();
});

test("the third thing in a row that the desk is not for is answered with the offer of a person", async () => {
  const visitor = await desk.talk();
  const offers: boolean[] = [];
  for (const said of [
    "what is the weather like today",
    "who won the football match",
    "tell me a joke",
    "will my reviews disappear",
    "tell me a joke",
  ])
    offers.push((await visitor.say(said)).some(({ offersPerson }) => offersPerson));
  expect(offers).toEqual([false, false, true, false, false]);
});

test("no question is announced where the rating was given before", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["person"], ...throughTicket]);
  const number = (await ticketOf(visitor))?.number ?? 0;
  const { human } = desk.desk;
  await human.claim(number, alder);
  await human.resolve(number, alder, "explained", "continue");
  expect(await words(visitor)).toMatch(/one quick question/i);
  await play(visitor, [["4"], ["No comment"], ["person"], ["Open that ticket again"], ["Here in this chat"]]);
  await human.claim(number, alder);
  await human.resolve(number, alder, "explained", "restart");
  const heard = await words(visitor);
  expect(heard).toMatch(/it's me, the bot, again/i);
  expect(heard).not.toMatch(/question/i);
  const outcomes = [];
  for await (const outcome of listOutcomes(desk.store))
    if (outcome.conversationId === visitor.id) outcomes.push(outcome);
  expect(outcomes).toMatchObject([
    { receipts: [], ratings: [], csat: [{ ticket: `XD-${number}`, score: 4 }] },
  ]);
});

test("nobody is said to have read what they were just given", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["person"], ...throughTicket]);
  const number = (await ticketOf(visitor))?.number ?? 0;
  await desk.desk.human.claim(number, alder);
  await desk.desk.human.transfer(number, alder, { agent: birch }, null);
  const heard = await words(visitor);
  expect(heard).toMatch(/birch is taking over/i);
  expect(heard).not.toMatch(/has read/i);
});

describe("a ticket that is open", () => {
  const waiting = async (): Promise<Visitor> => {
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["person"], ...throughTicket]);
    return visitor;
  };

  test.each([
    "cancel my ticket",
    "close my ticket",
    "I do not need a person any more",
    "forget about my ticket",
  ])('is taken back by "%s" and a yes', async (said) => {
    const visitor = await waiting();
    const { number = 0, name = "" } = (await ticketOf(visitor)) ?? {};
    await play(visitor, [
      [said, new RegExp(`cancel your ticket ${name}`, "i"), "withdraw.withdraw"],
      ["yes", /if you want a person after/i, /still want to delete/i, "weigh.decision"],
      ["back", /ok, back one step/i, "weigh.decision"],
    ]);
    const ticket = await desk.desk.human.ticket(number);
    expect(ticket?.state).toMatchObject({ kind: "expired", withdrawn: true });
    expect(ticket?.audit.at(-1)).toMatchObject({ who: { kind: "person" }, what: "withdrawn" });
    expect((await desk.desk.human.queue()).map((line) => line.ticket.number)).not.toContain(number);
    const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
    expect(log.findLast(({ activity }) => activity.name === "handoff.status")?.activity.value).toEqual({
      state: "failed",
    });
  });

  test("is kept by a no, by a cancel, and by words that do not end it", async () => {
    const visitor = await waiting();
    await play(visitor, [
      ["Cancel my ticket", "withdraw.withdraw"],
      ["No, keep my ticket", /stays open/i, "escalate.waiting"],
      ["cancel", /stays open, and our team will/i, "withdraw.withdraw"],
      ["cancel", /stays open/i, "escalate.waiting"],
      ["please do not close my ticket", "escalate.waiting"],
      ["Continue here", "weigh.decision"],
    ]);
    expect((await ticketOf(visitor))?.state.kind).toBe("queued");
  });

  test("is what the button of a person is called after while somebody waits", async () => {
    const visitor = await waiting();
    expect(visitor.buttons.map(({ title }) => title)).not.toContain("Talk to a person");
    await play(visitor, [
      ["Your ticket", /is already open, so you don't/i, "escalate.waiting"],
      ["Talk to a person", /is already open, so you don't/i, "escalate.waiting"],
    ]);
  });
});

test.each(["continue", "restart"] as const)(
  "after a ticket was resolved with %s, opening it again is offered once to who asks for the same help",
  async (onward) => {
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["person"], ...throughTicket]);
    const number = (await ticketOf(visitor))?.number ?? 0;
    await desk.desk.human.claim(number, alder);
    await desk.desk.human.resolve(number, alder, "explained", onward);
    await visitor.replies();
    await play(visitor, [
      ["I'd rather not say"],
      ["will my reviews disappear", /removes your project history, feedback and reviews/i],
      [
        "another question about my review, can Alder help again",
        /was closed a short while ago/i,
        "reopen.reopen",
      ],
      ["No, something new"],
    ]);
    const later = await play(visitor, [["can you help again"]]);
    expect(later.at(-1)?.step).not.toBe("reopen.reopen");
  },
);

test('with a resolved ticket "can you help again" leads back to the desk\'s people', async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["person"], ...throughTicket]);
  const number = (await ticketOf(visitor))?.number ?? 0;
  await desk.desk.human.claim(number, alder);
  await desk.desk.human.resolve(number, alder, "explained", "continue");
  await visitor.replies();
  await play(visitor, [
    ["I'd rather not say", "weigh.decision"],
    ["can you help again", "reopen.reopen"],
    ["Yes, open it again", /is open again/i, "escalate.contact"],
    ["Continue here", "weigh.decision"],
  ]);
});
