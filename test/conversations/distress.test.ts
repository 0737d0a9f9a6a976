import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { isDetour } from "../../dialogs/dialog-stack.ts";
import { listOutcomes, listUnanswered } from "../../src/cli/commands/tickets.ts";
import { seeded } from "../../src/nlu/training/examples.ts";
import { dataCopy } from "../data-copy.ts";
import { type Reply, TestDesk, type Visitor } from "../desk.ts";
import { alder, birch } from "../tickets/people.ts";
import { play } from "./script.ts";
import { throughTicket, toDecision, toSteps } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const human = () => desk.desk.human;
const ticketsOf = (visitor: Visitor) => desk.tickets(visitor.id);
const ticketOf = async (visitor: Visitor) => (await ticketsOf(visitor)).at(-1);
const textOf = (replies: readonly Reply[]) => replies.map(({ text }) => text).join("\n");

/** The words of the desk at each kind, and what must stand in its first answer. */
const KINDS = [
  ["crisis", "i cant go on living, i want to kill myself", /emergency number.*findahelpline\.com/s],
  ["security", "somebody hacked my account and changed my email", /e-mail account.*upwork support/is],
  ["abuse", "my client threatens to kill me", /emergency number/i],
  ["bereavement", "my husband passed away and had an account", /sorry for your loss/i],
] as const;

/** What every first answer to distress is: care, nothing of the guide, and one button to a person. */
function expectCare(replies: readonly Reply[], kind: string, words: RegExp): void {
  const where = `${textOf(replies)}`;
  expect(where).toMatch(words);
  expect(
    replies.flatMap(({ passages, facts }) => [...passages, ...facts]),
    where,
  ).toEqual([]);
  expect(new Set(replies.map(({ topic }) => topic)), where).toEqual(new Set([`distress_${kind}`]));
  expect(
    replies.some(({ offersPerson }) => offersPerson),
    where,
  ).toBe(true);
  expect(replies.at(-1)?.step, where).toBe("distress.care");
  const answers = (replies.at(-1)?.buttons ?? []).filter(({ value }) => !value.choice.startsWith("command:"));
  expect(
    answers.map(({ value }) => value.choice),
    where,
  ).toEqual(["person"]);
}

test.each(KINDS)(
  "%s as the first words: care, nothing of the guide, one button to a person",
  async (kind, said, words) => {
    const visitor = await desk.talk();
    expectCare(await visitor.say(said), kind, words);
    expect(await ticketsOf(visitor)).toEqual([]);
  },
);

test("at every place of the guide, free text too, distress comes first, and back leads to the place that was left", async () => {
  const seen = new Set<string>();
  const pressed = new Map<string, number>();
  for (let seed = 1; seed <= 24; seed += 1) {
    const random = seeded(seed);
    const below = (count: number) => Math.floor(random() * count);
    const visitor = await desk.talk();
    if (seed % 3 === 0) await play(visitor, toSteps);
    for (let step = 0; step < 45; step += 1) {
      const answers = visitor.buttons.filter(({ value }) => !value.choice.startsWith("command:"));
      const here = visitor.place;
      if (!seen.has(here) && !here.startsWith("distress.")) {
        seen.add(here);
        const [kind, said, words] = KINDS[seen.size % KINDS.length] as (typeof KINDS)[number];
        expectCare(await visitor.say(said), kind, words);
        await visitor.say("back");
        const isAside = isDetour(here.split(".")[0] ?? "");
        if (!isAside) expect(visitor.place, `back from distress at ${here}`).toBe(here);
      }
      const presses = (choice: string) => pressed.get(`${here} ${choice}`) ?? 0;
      const fewest = Math.min(...answers.map(({ value }) => presses(value.choice)));
      const rare = answers.filter(({ value }) => presses(value.choice) === fewest);
      const answer = rare[below(rare.length)];
      if (answer === undefined) break;
      pressed.set(`${here} ${answer.value.choice}`, fewest + 1);
      await (below(5) === 0 && /draft\.|summary|comment|which/.test(here)
        ? visitor.say("It was all in order and I kept to the rules.")
        : visitor.press(answer));
    }
  }
  for (const place of [
    "root.fork",
    "weigh.reason",
    "weigh.decision",
    "checklist.payments",
    "steps.pace",
    "escalate.consent",
    "escalate.contact",
    "feedback.solved",
  ])
    expect([...seen]).toContain(place);
  expect([...seen].some((place) => place.startsWith("draft."))).toBe(true);
  expect(seen.size).toBeGreaterThan(35);
});

describe("a person", () => {
  test.each([
    "Talk to our team",
    "yes",
    "yes please",
    "Yes, I would like that",
    "person",
    "can I talk to a human please",
  ])("is asked for at once by %j: an urgent ticket with what was said, no further question", async (yes) => {
    const visitor = await desk.talk();
    await visitor.say("i want to kill myself because of this suspension");
    await visitor.say("my family does not know");
    const replies = await play(visitor, [[yes, /XD-\d+/, "escalate.waiting"]]);
    expect(textOf(replies)).not.toMatch(/guide/i);
    const ticket = await ticketOf(visitor);
    expect(ticket).toMatchObject({
      priority: "urgent",
      distress: "crisis",
      topic: null,
      contact: { kind: "here" },
    });
    expect(ticket?.summary).toMatch(
      /i want to kill myself because of this suspension.*my family does not know/s,
    );
  });

  test.each([
    "ok",
    "k",
    "hmm",
    "no",
    "not now",
    "maybe",
    "idk",
    "i mean it",
    "yes but not now",
    "zzkq plomf",
    "they took everything",
  ])("is not asked for by %j, and nobody is told that it was not understood", async (said) => {
    const visitor = await desk.talk();
    await visitor.say("i want to kill myself");
    const replies = await visitor.say(said);
    expect(await ticketsOf(visitor)).toEqual([]);
    expect(textOf(replies)).toMatch(/findahelpline\.com/);
    expect(replies.at(-1)?.step).toBe("distress.care");
    expect(textOf(replies)).not.toMatch(/didn't catch|can only help with|reliable answer/i);
  });

  test("nothing of it reaches an agent before", async () => {
    const visitor = await desk.talk();
    await visitor.say("someone hacked my account");
    await visitor.say("they withdrew 900 dollars");
    expect(await ticketsOf(visitor)).toEqual([]);
    await play(visitor, [["yes", /urgent/i, "escalate.waiting"]]);
    expect((await ticketOf(visitor))?.summary).toMatch(/900 dollars/);
  });

  test("who waits already has the ticket marked as urgent, and is first in the queue", async () => {
    const other = await desk.talk();
    await play(other, [["person", "escalate.consent"], ...throughTicket]);
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["person", "escalate.consent"], ...throughTicket]);
    await visitor.say("i have no reason to go on living");
    expect((await ticketOf(visitor))?.priority).toBe("normal");
    await play(visitor, [["yes please", /urgent/i, "escalate.waiting"]]);
    expect(await ticketOf(visitor)).toMatchObject({ priority: "urgent", distress: "crisis" });
    const [first] = await human().queue();
    expect(first?.ticket.distress).not.toBeNull();
    expect(
      (await human().queue()).findIndex(({ ticket }) => ticket.conversationId === visitor.id),
    ).toBeLessThan((await human().queue()).findIndex(({ ticket }) => ticket.conversationId === other.id));
    expect(await ticketsOf(visitor)).toHaveLength(1);
  });

  test("the place that is told is the one that is kept", async () => {
    const visitor = await desk.talk();
    await visitor.say("a man from a contract keeps stalking me");
    const replies = await visitor.say("yes");
    const told = /number (\d+) in the queue/.exec(textOf(replies))?.[1];
    const ticket = await ticketOf(visitor);
    const place = (await human().queue()).find(({ ticket: { number } }) => number === ticket?.number)?.place;
    expect(Number(told)).toBe(place);
    expect(ticket?.promise?.place).toBe(place);
  });
});

test("outside opening hours it says so, before and after, and promises nobody", async () => {
  const closed = await TestDesk.open(
    dataCopy({
      "desk.json": () => JSON.stringify({ welcomeBackHours: 24, hours: { thu: [["13:00", "17:00"]] } }),
    }),
  );
  onTestFinished(() => closed.close());
  const visitor = await closed.talk();
  expect(textOf(await visitor.say("i want to kill myself"))).toMatch(/no one from our team is online/i);
  expect(textOf(await visitor.say("yes"))).toMatch(/no one's here right now/i);
  const open = await TestDesk.open(dataCopy({ "desk.json": () => JSON.stringify({ welcomeBackHours: 24 }) }));
  onTestFinished(() => open.close());
  open.desk.human.heartbeat(alder.id);
  expect(textOf(await (await open.talk()).say("i want to kill myself"))).not.toMatch(/no one from our team/i);
});

test("the crisis line is that of the country that was said, or of the message's locale, and neutral without", async () => {
  const visitor = await desk.talk();
  expect(textOf(await visitor.say("i want to die"))).toMatch(/findahelpline\.com/);
  expect(textOf(await visitor.say("i live in the uk"))).toMatch(/116 123/);
  const american = await desk.talk();
  const said = { text: "i want to die", locale: "en-US" };
  expect(textOf(await american.post(said))).toMatch(/\b988\b/);
});

test("the guide answers again once it is asked, and a flow that was left goes on with back", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toSteps, ["One at a time", "steps.profile-picture"]]);
  await visitor.say("my father died and i need to close his account");
  await play(visitor, [
    ["will the reviews disappear?", /review/i, "distress.care"],
    ["back", "steps.profile-picture"],
  ]);
});

test.each([
  ["my husband passed away and had an account", "how do i close it"],
  ["my client threatens to kill me", "what should i do"],
  ["someone hacked my account", "will i get it back?"],
])("after %j the guide's words on one's own decision are no answer to %j", async (first, then) => {
  const visitor = await desk.talk();
  await visitor.say(first);
  const replies = await visitor.say(then);
  expect(replies.flatMap(({ passages }) => passages)).toEqual([]);
  expect(replies.at(-1)?.step).toBe("distress.care");
});

test("words typed into the letter of a suspended person are met, not kept as part of it", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Get an account back", "restore.which"],
    ["Upwork suspended it", /./],
  ]);
  for (let step = 0; step < 12 && !visitor.place.startsWith("draft."); step += 1) {
    const first = visitor.buttons.find(({ value }) => !value.choice.startsWith("command:"));
    if (first === undefined) break;
    await visitor.press(first);
  }
  const at = visitor.place;
  expect(at).toMatch(/^draft\./);
  expectCare(await visitor.say("i want to end my life"), "crisis", /emergency/);
  await visitor.say("back");
  expect(visitor.place).toBe(at);
});

describe("while an agent speaks", () => {
  async function answered(): Promise<{ visitor: Visitor; number: number }> {
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, ["person", "escalate.consent"], ...throughTicket]);
    const number = (await ticketOf(visitor))?.number ?? 0;
    await human().claim(number, alder);
    await visitor.replies();
    return { visitor, number };
  }

  test.each(KINDS)("%s marks the ticket and the message; the bot is silent", async (kind, said) => {
    const { visitor, number } = await answered();
    const replies = await visitor.say(said);
    expect(await human().ticket(number)).toMatchObject({
      distress: kind,
      priority: "urgent",
      state: { kind: "claimed", by: alder.id },
    });
    const entries = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
    const note = entries.findLast(({ audience }) => audience === "desk");
    expect(note?.activity).toMatchObject({ type: "message", channelData: { note: true } });
    if (kind === "crisis") expect(textOf(replies)).toMatch(/emergency number.*findahelpline/s);
    else expect(replies).toEqual([]);
  });

  test("ordinary words mark nothing", async () => {
    const { visitor, number } = await answered();
    expect(await visitor.say("this fee is killing me")).toEqual([]);
    expect(await human().ticket(number)).toMatchObject({ distress: null, priority: "normal" });
  });

  test("released, such a ticket is ahead of all that are not in distress", async () => {
    const { visitor, number } = await answered();
    const waits = await desk.talk();
    await play(waits, [["person", "escalate.consent"], ...throughTicket]);
    await visitor.say("i want to kill myself");
    await human().release(number, alder);
    const queue = await human().queue();
    expect(queue.find(({ ticket }) => ticket.number === number)?.place).toBeLessThan(
      queue.find(({ ticket }) => ticket.conversationId === waits.id)?.place ?? 0,
    );
    await human().claim(number, birch);
  });
});

test("no report names it: neither what was not answered nor how talks ended", async () => {
  const visitor = await desk.talk();
  await visitor.say("i want to kill myself");
  await visitor.say("zzkq plomf");
  await visitor.say("yes");
  const lines: string[] = [];
  for await (const line of listUnanswered(desk.store)) lines.push(JSON.stringify(line));
  for await (const line of listOutcomes(desk.store)) lines.push(JSON.stringify(line));
  expect(lines.filter((line) => /distress|kill myself|zzkq/.test(line))).toEqual([]);
});
