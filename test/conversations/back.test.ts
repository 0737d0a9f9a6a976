import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughTicket, toChecklist, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

test("every answer up to the steps can be taken back, one by one, to the fork", async () => {
  const visitor = await desk.talk();
  const places: string[] = [];
  for (const exchange of toSteps) {
    places.push(visitor.place);
    await play(visitor, [exchange]);
  }
  for (const place of places.toReversed()) await play(visitor, [["Back", /ok, back one step/i, place]]);
  await play(visitor, [["back", /we're at the start, so there's/i, "root.fork"]]);
});

test("back leads from closing into weighing, and the yes is undone", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["back", "close.account-type"],
    ["back", /still want to delete/i, "weigh.decision"],
    ["No, keep my account", /your account stays/i],
  ]);
});

test("an undone yes hides the clicks again", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const [told] = await visitor.say("which menu has the delete option");
  expect(told?.passages).toContain("steps_navigate.overview");
  await play(visitor, [
    ["back", "close.account-type"],
    ["back", "weigh.decision"],
  ]);
  const [held] = await visitor.say("which menu has the delete option");
  expect(held?.passages).not.toContain("steps_navigate.overview");
  expect(held?.text).toMatch(/once we've covered what closing means/i);
});

test("back leads from handing over to the question below", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["person", "escalate.consent"],
    ["Change the summary", "escalate.summary"],
    ["back", "escalate.consent"],
    ["back", /are all your contracts closed/i, "checklist.contracts"],
    ["All closed, or none", "checklist.payments"],
  ]);
});

test("back never takes an open ticket back, nor opens a second one", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["person", "escalate.consent"],
    ["Yes, pass it on", "escalate.contact"],
    ["back", "checklist.contracts"],
    ["person", /is already open, so you don't/i, "escalate.waiting"],
  ]);
  expect(await desk.tickets(visitor.id)).toHaveLength(1);
});

test("a ticked item of the checklist is open again after going back", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["All closed, or none", "checklist.payments"],
    ["back", "checklist.contracts"],
    ["person", "escalate.consent"],
  ]);
  const { text } = (await visitor.say("help")).at(-1) ?? { text: "" };
  expect(text).not.toMatch(/still open/i);
  await play(visitor, throughTicket);
  const [ticket] = await desk.tickets(visitor.id);
  expect(ticket?.trail.map(({ step }) => step)).not.toContain("payments");
});

test("a side question leaves nothing to take back", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["why do the rules matter", /integrity/i, "weigh.decision"],
    ["back", "weigh.plans"],
  ]);
});

test("back after a cancel leads to the cancelled question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["cancel", /ok, stopped/i, "root.fork"],
    ["back", /are all your contracts closed/i, "checklist.contracts"],
  ]);
});
