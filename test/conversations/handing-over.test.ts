import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { alder } from "../tickets/people.ts";
import { play } from "./script.ts";
import { toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
  desk.desk.human.heartbeat(alder.id);
});
afterAll(() => desk.close());

test("consent, a corrected summary and a checked address make a ticket that holds everything", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["Not yet", "checklist.contracts"],
    [
      "person",
      /a person of our desk can take over.*number \d+ in the queue.*i can't estimate the wait/is,
      /wants to close an upwork account/i,
      /account: freelancer/i,
      /still open: contracts closed/i,
      /is that all right with you/i,
      "escalate.consent",
    ],
    ["Change the summary", /two or three lines/i, "escalate.summary"],
    [
      "One client does not answer, so I cannot end the contract.",
      /one client does not answer/i,
      "escalate.consent",
    ],
    ["Yes, pass it on", /your ticket is XD-\d+/i, "escalate.contact"],
    ["Answer by e-mail instead", "escalate.email"],
    ["studio at example", /did not get that/i, "escalate.email"],
    ["studio@", /nothing after the @/i, "escalate.email"],
    [
      "you can write to studio.blue@example.org please",
      /is it studio\.blue@example\.org/i,
      "escalate.email-confirm",
    ],
    ["yes", /the answer also goes to studio\.blue@example\.org/i, "escalate.waiting"],
  ]);
  const [ticket, ...more] = await desk.tickets(visitor.id);
  expect(more).toEqual([]);
  expect(ticket).toMatchObject({
    name: expect.stringMatching(/^XD-\d{4,}$/),
    state: { kind: "queued" },
    goal: "delete",
    topic: "steps_contracts",
    accountType: "freelancer",
    place: { guide: "checklist", step: "contracts", version: desk.content.guide.version },
    summary: "One client does not answer, so I cannot end the contract.",
    contact: { kind: "email", address: "studio.blue@example.org", checked: true },
    consentAt: desk.time,
    openedAt: desk.time,
    channel: "test",
    receipts: [{ reason: "rather-not", accepted: "Yes, I want to delete it" }],
  });
  const trail = ticket?.trail.map(
    ({ guide, step, answer, outcome }) => `${guide}.${step}: ${answer}, ${outcome}`,
  );
  expect(trail).toEqual([
    "root.fork: delete, done",
    "weigh.reason: rather-not, done",
    "alternatives.offer: carry-on, skipped",
    "weigh.plans: unlikely, done",
    "weigh.decision: yes, done",
    "close.account-type: freelancer, done",
    "checklist.contracts: not-yet, stuck",
  ]);
  const transcript = await desk.store.readLog(ticket?.transcript.conversationId ?? "", {
    after: 0,
    limit: 500,
  });
  const agreed = transcript.find(({ seq }) => seq === ticket?.transcript.upTo);
  expect(agreed?.activity.text).toBe("Yes, pass it on");
});

test("the guide goes on while they wait", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["person", "escalate.consent"],
    ["yes", /reply right here/i, /i can go on with the guide/i, "escalate.contact"],
    ["will my reviews disappear", /reviews are removed/i, "escalate.contact"],
    ["Go on with the guide", /are all your contracts closed/i, "checklist.contracts"],
    ["All closed, or none", "checklist.payments"],
  ]);
});

test("an address typed at once saves a question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["person", "escalate.consent"],
    ["Yes, pass it on", "escalate.contact"],
    ["desk.guest@example.net", /also goes to desk\.guest@example\.net/i, "escalate.waiting"],
    ["That is all for now", /your ticket xd-\d+ stays open/i],
  ]);
});

test("whoever asks twice is shown the ticket there is", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["person", "escalate.consent"],
    ["Yes, pass it on"],
    ["Here in this chat", "escalate.waiting"],
  ]);
  const [ticket] = await desk.tickets(visitor.id);
  const shown = new RegExp(`your ticket ${ticket?.name} is open already`, "i");
  await play(visitor, [
    ["person", shown, "escalate.waiting"],
    ["Go on with the guide", "weigh.decision"],
    ["Talk to a person", shown, "escalate.waiting"],
    ["start over", "root.fork"],
    ["Talk to a person first", shown, "escalate.waiting"],
  ]);
  expect(await desk.tickets(visitor.id)).toHaveLength(1);
});

test("without consent nothing is passed on, and the question is asked again", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["person", "escalate.consent"],
    ["No, thanks", /nothing is passed on/i, /still want to delete/i, "weigh.decision"],
  ]);
  expect(await desk.tickets(visitor.id)).toEqual([]);
});

test("two talks get two numbers, one after the other", async () => {
  const numbers: number[] = [];
  for (let conversation = 0; conversation < 2; conversation += 1) {
    const visitor = await desk.talk();
    await play(visitor, [["person"], ["Yes, pass it on"], ["Here in this chat", "escalate.waiting"]]);
    const [ticket] = await desk.tickets(visitor.id);
    numbers.push(ticket?.number ?? 0);
  }
  expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
});

test("a talk that has a ticket is not asked whether it was solved; one without is", async () => {
  const waiting = await desk.talk();
  await play(waiting, [["person"], ["Yes, pass it on"], ["Here in this chat", "escalate.waiting"]]);
  const replies = await waiting.click("That is all for now");
  expect(replies.map(({ text }) => text).join()).not.toMatch(/did this solve/i);
  const answered = await desk.talk();
  await play(answered, [
    ["Just a question"],
    ["No more questions"],
    ["No, that is all", "feedback.solved"],
    ["Yes, it did", "feedback.comment"],
    ["quick and clear", /noted/i],
  ]);
  expect(await desk.store.ratings(answered.id)).toMatchObject([
    { solved: "yes", comment: "quick and clear" },
  ]);
});

test("the buttons of the question below still work after a person was declined", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const ticked = visitor.button("All closed, or none");
  await play(visitor, [["person"], ["No, thanks", "checklist.contracts"]]);
  await visitor.press(ticked);
  expect(visitor.place).toBe("checklist.payments");
});
