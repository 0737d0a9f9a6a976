import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk, type Visitor } from "../desk.ts";
import { alder, birch } from "../tickets/people.ts";
import { play } from "./script.ts";
import { throughTicket, toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** A talk whose person waits for somebody since the decision, and the number of its ticket. */
async function waiting(): Promise<{ visitor: Visitor; number: number }> {
  const visitor = await desk.talk();
  await play(visitor, [...toDecision, ["person", "escalate.consent"], ...throughTicket]);
  return { visitor, number: await numberOf(visitor) };
}

async function numberOf(visitor: Visitor): Promise<number> {
  const tickets = await desk.store.ticketsOf(visitor.id);
  return tickets.at(-1)?.number ?? 0;
}

const words = async (visitor: Visitor): Promise<string> =>
  (await visitor.replies()).map(({ text }) => text).join("\n");

/** What an agent says to the person. */
const says = (number: number, text: string) =>
  desk.desk.human.reply(number, alder, { type: "message", text }, null);

/** An agent has helped and gives the conversation back. */
async function helped(number: number, onward: "continue" | "restart" | "done"): Promise<void> {
  await desk.desk.human.claim(number, alder);
  await says(number, "That is how it is done.");
  await desk.desk.human.resolve(number, alder, "explained", onward);
}

const human = () => desk.desk.human;

describe("while an agent speaks", () => {
  test("the person reads who has joined and what they say, and the bot is silent", async () => {
    const { visitor, number } = await waiting();
    await human().claim(number, alder);
    await says(number, "Hello, Alder here.");
    const heard = await visitor.replies();
    expect(heard.map(({ from, text }) => [from, text])).toEqual([
      ["Exit Desk", "Alder has joined. You're talking to a person now."],
      ["Alder", "Hello, Alder here."],
    ]);
    expect(await visitor.say("will my reviews disappear?")).toEqual([]);
    expect(await visitor.say("person")).toEqual([]);
    expect(await human().ticket(number)).toMatchObject({ state: { kind: "claimed", by: alder.id } });
  });

  test("a secret that the person writes is hidden, and the desk says so", async () => {
    const { visitor, number } = await waiting();
    await human().claim(number, alder);
    await visitor.replies();
    const told = await visitor.say("my card is 4111 1111 1111 1111");
    expect(told.map(({ from, text }) => [from, text])).toEqual([
      ["Exit Desk", expect.stringMatching(/we hid it and didn.t keep it/i)],
    ]);
    const log = await desk.store.readLog(visitor.id, { after: 0, limit: 1000 });
    expect(JSON.stringify(log)).not.toContain("4111");
  });

  test("buttons of the bot that are clicked meanwhile reach the agent and nobody else", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    const ticked = visitor.button("All closed, or none");
    await play(visitor, [["person"], ...throughTicket]);
    const number = await numberOf(visitor);
    await human().claim(number, alder);
    await visitor.replies();
    expect(await visitor.press(ticked)).toEqual([]);
    await human().release(number, alder);
    expect(await words(visitor)).toMatch(/back in the queue/i);
    await play(visitor, [["Continue here", /are all your contracts closed/i, "checklist.contracts"]]);
  });

  test("T28 an agent who vanishes leaves the person at the head of the queue, and the guide goes on meanwhile", async () => {
    const { visitor, number } = await waiting();
    await human().claim(number, alder);
    await visitor.say("are you there?");
    desk.wait(0.1);
    await human().runDueTasks();
    expect(await words(visitor)).toMatch(/front of the queue/i);
    await play(visitor, [
      ["Talk to a person", /you(.re| are) number \d+ in the queue/i, "escalate.waiting"],
      ["Continue here", /still want to delete/i, "weigh.decision"],
    ]);
  });

  test("after a transfer the other agent speaks", async () => {
    const { visitor, number } = await waiting();
    await human().claim(number, alder);
    await human().transfer(number, alder, { agent: birch }, "knows contracts");
    expect(await words(visitor)).toMatch(/birch is taking over/i);
    expect(await visitor.say("hello?")).toEqual([]);
    expect(await says(number, "me again")).toEqual({ refused: "not-yours", by: birch.id });
  });
});

test("what an agent says to somebody who wants e-mail is in the talk and on its way to them", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["person"],
    ["Yes, pass it on", "escalate.contact"],
    ["someone@example.org", /also goes to someone@example\.org/i, "escalate.waiting"],
  ]);
  const number = await numberOf(visitor);
  await human().claim(number, alder);
  await says(number, "You need not close it.");
  expect(await words(visitor)).toMatch(/you need not close it/i);
  const mails = (await desk.store.unsent()).filter(({ conversationId }) => conversationId === visitor.id);
  expect(mails).toMatchObject([
    {
      kind: "mail",
      payload: { to: "someone@example.org", agent: "Alder", text: "You need not close it." },
    },
  ]);
});

test("a client that knows Bot Framework's handover events reads them in the order of what happens", async () => {
  const { visitor, number } = await waiting();
  await helped(number, "done");
  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
  const events = log.filter(({ activity, audience }) => activity.type === "event" && audience === "everyone");
  expect(events.map(({ activity: { name, value } }) => [name, value])).toEqual([
    ["handoff.initiate", { ticket: `XD-${number}`, goal: "delete", topic: "consequences", language: "en" }],
    ["handoff.status", { state: "accepted" }],
    ["handoff.status", { state: "completed" }],
  ]);
});

describe("back to the bot", () => {
  test("continue goes on at the very question that was open, with the buttons it had", async () => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const yes = visitor.button("Yes, delete it");
    await play(visitor, [["person"], ...throughTicket]);
    await helped(await numberOf(visitor), "continue");
    const heard = await words(visitor);
    expect(heard).toMatch(/alder has closed your ticket.*one quick question, then we go.*how did we do/is);
    expect(visitor.place).toBe("rate.score");
    await play(visitor, [
      ["4", "rate.comment"],
      ["quick and kind", /noted/i, /still want to delete/i, "weigh.decision"],
    ]);
    await visitor.press(yes);
    expect(visitor.place).toBe("close.account-type");
  });

  test("continue goes on where the guide went on to while they waited", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toChecklist,
      ["person"],
      ...throughTicket,
      ["Continue here", "checklist.contracts"],
      ["All closed, or none", "checklist.payments"],
    ]);
    await helped(await numberOf(visitor), "continue");
    await visitor.replies();
    await play(visitor, [["I'd rather not say", "checklist.payments"]]);
  });

  test("start over begins at the fork", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "restart");
    expect(await words(visitor)).toMatch(/one quick question, then we start/i);
    await play(visitor, [
      ["5", "rate.comment"],
      ["No comment", /what do you need/i, "root.fork"],
      ["Close my account", "weigh.reason"],
    ]);
  });

  test("done closes the talk, and the plain question is not asked as well", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "done");
    await visitor.replies();
    await play(visitor, [["two", "rate.comment"]]);
    const last = await visitor.click("No comment");
    expect(last.map(({ text }) => text).join("\n")).toMatch(/noted.*take care/is);
    expect(last.map(({ text }) => text).join("\n")).not.toMatch(/did that help/i);
    expect(await human().ticket(number)).toMatchObject({ csat: { score: 2, comment: null } });
    expect(await desk.store.ratings(visitor.id)).toEqual([]);
  });

  test("a score counts at once, the comment when it comes, and nobody is asked twice about one ticket", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "continue");
    await visitor.replies();
    await play(visitor, [["3", "rate.comment"]]);
    expect((await human().ticket(number))?.csat).toMatchObject({ score: 3, comment: null });
    await play(visitor, [["it took long", "weigh.decision"]]);
    expect((await human().ticket(number))?.csat).toMatchObject({ score: 3, comment: "it took long" });
    await play(visitor, [
      ["person", "escalate.closed"],
      ["Open that ticket again", /open again/i, "escalate.contact"],
    ]);
    await helped(number, "continue");
    expect(await words(visitor)).not.toMatch(/how did we do/i);
    expect(visitor.place).toBe("weigh.decision");
  });
});

describe("a closed ticket", () => {
  test("is offered again to who asks for a person, and is never made twice", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "continue");
    await visitor.replies();
    await play(visitor, [
      ["I'd rather not say", "weigh.decision"],
      ["person", /was closed a short while ago.*number \d+ in the queue/is, "escalate.closed"],
      ["Open that ticket again", new RegExp(`XD-${number} is open again`), "escalate.contact"],
      ["When I come back", /when you're back/i, "escalate.waiting"],
    ]);
    expect(await desk.tickets(visitor.id)).toMatchObject([
      { number, state: { kind: "reopened" }, contact: { kind: "later" }, promise: null },
    ]);
  });

  test("or a new one is made, if it is something else", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "continue");
    await visitor.replies();
    await play(visitor, [
      ["I'd rather not say"],
      ["person", "escalate.closed"],
      ["It's something else", "escalate.consent"],
      ...throughTicket,
    ]);
    const tickets = await desk.tickets(visitor.id);
    expect(tickets.map(({ state }) => state.kind)).toEqual(["resolved", "queued"]);
    expect(tickets[1]?.number).not.toBe(number);
  });

  test("that was done with is asked about once, when the person says more", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "done");
    await visitor.replies();
    await play(visitor, [
      ["I'd rather not say", /take care/i],
      ["thank you", /welcome/i],
      ["what are connects and how many do i need", /was closed a short while ago/i, "reopen.reopen"],
      ["No, something new", /i don't have a reliable answer/i, "root.fork"],
      ["will my reviews disappear", /removes your project history, feedback and reviews/i, "root.fork"],
    ]);
    expect((await human().ticket(number))?.state.kind).toBe("resolved");
  });

  test("is taken up again by a yes to that", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "done");
    await visitor.replies();
    await play(visitor, [
      ["what are connects and how many do i need", "reopen.reopen"],
      ["yes", /is open again/i, "escalate.contact"],
    ]);
    expect((await human().ticket(number))?.state.kind).toBe("reopened");
  });

  test("is let rest after a week", async () => {
    const { visitor, number } = await waiting();
    await helped(number, "continue");
    await visitor.replies();
    await play(visitor, [["I'd rather not say", "weigh.decision"]]);
    desk.wait(7 * 24 + 1);
    await play(visitor, [["Talk to a person", "escalate.consent"]]);
  });
});

test("a promise that was not kept is apologised for once, with the choice how to be answered", async () => {
  const late = await TestDesk.open();
  try {
    for (let past = 0; past < 5; past += 1) {
      const visitor = await late.talk();
      await play(visitor, [["person"], ["Yes, pass it on"], ["Here in this chat"]]);
      late.wait(1 / 6);
      const [ticket] = await late.store.ticketsOf(visitor.id);
      await late.desk.human.claim(ticket?.number ?? 0, alder);
      await late.desk.human.resolve(ticket?.number ?? 0, alder, "done", "done");
    }
    const visitor = await late.talk();
    await play(visitor, [
      ...toDecision,
      ["person", /the wait is about 10 minutes/i],
      ["Yes, pass it on", "escalate.contact"],
      ["Here in this chat", "escalate.waiting"],
      ["Continue here", "weigh.decision"],
    ]);
    late.wait(1);
    await late.desk.human.runDueTasks();
    await late.desk.human.runDueTasks();
    const heard = (await visitor.replies()).map(({ text }) => text).join("\n");
    expect(heard.match(/sorry, no one got to your/gi)).toHaveLength(1);
    expect(visitor.place).toBe("escalate.contact");
    await play(visitor, [["When I come back", /when you're back/i, "weigh.decision"]]);
    expect(await late.tickets(visitor.id)).toMatchObject([
      { priority: "high", contact: { kind: "later" }, promise: null, state: { kind: "queued" } },
    ]);
  } finally {
    await late.close();
  }
});

test("a ticket whose person stayed away is closed, and they are told where they stand", async () => {
  const { visitor, number } = await waiting();
  await human().claim(number, alder);
  await says(number, "Which contract is it?");
  await visitor.replies();
  desk.wait(8 * 24);
  await human().runDueTasks();
  expect(await words(visitor)).toMatch(/because we hadn't heard from you.*still want to delete/is);
  expect(visitor.place).toBe("weigh.decision");
});

test("what only people can answer reaches them in the person's own words", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["how do i file taxes on my earnings", /i don't have a reliable answer/i, "root.fork"],
    ["person", "escalate.consent"],
    ...throughTicket,
  ]);
  const [ticket] = await desk.store.ticketsOf(visitor.id);
  expect(ticket).toMatchObject({ summary: expect.stringContaining("how do i file taxes on my earnings") });
  expect(ticket?.topic).not.toBe("decide");
});
