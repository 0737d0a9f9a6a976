import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk, type Visitor } from "../desk.ts";
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
      /sure, our team can take over.*number \d+ in the queue.*i can't estimate the wait/is,
      /wants to close an upwork account/i,
      /account: freelancer/i,
      /still open: contracts/i,
      /i'd pass this on with our chat/i,
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
    ["studio at example", /not sure how that fits/i, "escalate.email"],
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
    receipts: [{ reason: "rather-not", accepted: "Yes, delete it" }],
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
    ["yes", /reply right here/i, /while you wait, we can go/i, "escalate.contact"],
    ["will my reviews disappear", /removes your project history, feedback and reviews/i, "escalate.contact"],
    ["Continue here", /are all your contracts closed/i, "checklist.contracts"],
    ["All closed, or none", "checklist.payments"],
  ]);
});

test("an address typed at once saves a question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["person", "escalate.consent"],
    ["Yes, pass it on", "escalate.contact"],
    ["desk.guest@example.net", /also goes to desk\.guest@example\.net/i, "escalate.waiting"],
    ["That's all for now", /your ticket xd-\d+ stays open/i],
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
  const shown = new RegExp(`your ticket ${ticket?.name} is already open`, "i");
  await play(visitor, [
    ["person", shown, "escalate.waiting"],
    ["Continue here", "weigh.decision"],
    ["Talk to a person", shown, "escalate.waiting"],
    ["start over", "root.fork"],
    ["Ask a person first", shown, "escalate.waiting"],
  ]);
  expect(await desk.tickets(visitor.id)).toHaveLength(1);
});

test("without consent nothing is passed on, and the question is asked again", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["person", "escalate.consent"],
    ["No, thanks", /won't pass anything on/i, /still want to delete/i, "weigh.decision"],
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
  const replies = await waiting.click("That's all for now");
  expect(replies.map(({ text }) => text).join()).not.toMatch(/did that help/i);
  const answered = await desk.talk();
  await play(answered, [
    ["Just a question"],
    ["No more questions"],
    ["No, that's all", "feedback.solved"],
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

describe("at the consent", () => {
  const asked = async (first = "person"): Promise<Visitor> => {
    const visitor = await desk.talk();
    await play(visitor, [[first, "escalate.consent"]]);
    return visitor;
  };
  const summaryOf = async (visitor: Visitor) => (await desk.tickets(visitor.id)).at(-1)?.summary;

  test.each([
    ["the agency is called Blue Fern and my own profile must stay", /blue fern/i],
    ["i was charged for a membership i cancelled in june, 49.99", /49\.99/],
    ["please tell them my contract with the client ended in a dispute", /ended in a dispute/i],
  ])("'%s' is added, said back, and in the ticket", async (fact, kept) => {
    const visitor = await asked();
    await play(visitor, [
      [fact, /added/i, kept, "escalate.consent"],
      ["Yes, pass it on", "escalate.contact"],
    ]);
    expect(await summaryOf(visitor)).toMatch(kept);
  });

  test.each([
    "yes but hide my name",
    "yes but please leave my name out",
    "leave my name out",
    "i want to stay anonymous",
    "ok, but don't tell them my name",
  ])("'%s' keeps the question open, and the name is in nothing that is passed on", async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [
      [
        "my name is Jane Rivers and I need to talk to somebody about my tax forms of last year",
        "escalate.consent",
      ],
      [said, /name/i, "escalate.consent"],
    ]);
    expect(await desk.tickets(visitor.id)).toEqual([]);
    await play(visitor, [["Yes, pass it on", "escalate.contact"]]);
    const summary = await summaryOf(visitor);
    expect(summary).toMatch(/tax forms/i);
    expect(summary).not.toMatch(/jane|rivers/i);
  });

  test.each(["when i come back", "im not comfortable sharing that", "sdkfj wlekr sdfkl"])(
    "'%s' drops nothing and passes nothing on",
    async (said) => {
      const visitor = await asked();
      await play(visitor, [[said, "escalate.consent"]]);
      expect(await desk.tickets(visitor.id)).toEqual([]);
      await play(visitor, [["yes", "escalate.contact"]]);
      expect(await summaryOf(visitor)).not.toContain(said);
    },
  );

  test("what is said along with a yes goes with it", async () => {
    const visitor = await asked();
    await play(visitor, [["yes please, the old mail address is dead too", "escalate.contact"]]);
    expect(await summaryOf(visitor)).toMatch(/old mail address is dead/i);
  });

  test.each(["when i come back", "I'd rather not", "im not comfortable sharing that"])(
    "'%s' at the e-mail address leaves the ticket as it is",
    async (said) => {
      const visitor = await asked();
      await play(visitor, [
        ["Yes, pass it on", "escalate.contact"],
        ["Answer by e-mail instead", "escalate.email"],
        [said, "escalate.waiting"],
      ]);
      expect(await desk.tickets(visitor.id)).toMatchObject([
        { state: { kind: "queued" }, contact: { kind: "here" } },
      ]);
    },
  );
});

describe("the summary", () => {
  const passedOn = async (...said: string[]) => {
    const visitor = await desk.talk();
    for (const text of [...said, "person", "Yes, pass it on"]) await visitor.say(text);
    return (await desk.tickets(visitor.id)).at(-1);
  };

  test("holds the matter in the person's own words, though they only asked for a person afterwards", async () => {
    const ticket = await passedOn(
      "my account was suspended yesterday and I have 2000 USD pending, what now?",
    );
    expect(ticket?.summary).toMatch(/suspended yesterday.*2000 USD pending/is);
  });

  test("holds nothing that was not understood, and says of nobody that they want to close", async () => {
    const ticket = await passedOn("should I leave upwork or not", "sdkfj wlekr sdfkl", "someone, please");
    expect(ticket?.summary).not.toMatch(/sdkfj|someone, please|wants to close/i);
    expect(ticket?.trail.every(({ answer }) => answer !== null)).toBe(true);
  });

  test("keeps both of two complications", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Get an account back"],
      ["I closed it myself"],
      ["weeks ago", "restore-deleted.complication"],
      ["both the email and the link", "escalate.consent"],
      ["yes", "escalate.contact"],
    ]);
    const summary = (await desk.tickets(visitor.id)).at(-1)?.summary;
    expect(summary).toMatch(/lost the e-mail address/i);
    expect(summary).toMatch(/my link expired/i);
  });
});
