import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play } from "../conversations/script.ts";
import { toChecklist, toDecision } from "../conversations/ways.ts";
import { TestDesk } from "../desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const message = (text: string, more: object = {}) => ({
  type: "message",
  id: randomUUID(),
  from: { id: "dl_test", role: "user" },
  text,
  ...more,
});

const log = (id: string) => desk.store.readLog(id, { after: 0, limit: 1000 });
const fromBot = async (id: string) =>
  (await log(id)).filter(({ activity }) => activity.type === "message" && activity.from?.role === "bot");

test("a message that is delivered twice is one turn (T08)", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const yes = message("Yes, delete it");
  const first = await desk.desk.inbox.post(visitor.id, yes, [yes.id]);
  const second = await desk.desk.inbox.post(visitor.id, yes, [yes.id]);
  await desk.desk.turns.settled();
  expect(second).toEqual({ id: first.id, duplicate: true });
  expect(await desk.store.receipts(visitor.id)).toHaveLength(1);
  expect((await log(visitor.id)).filter(({ activity }) => activity.text === yes.text)).toHaveLength(1);
});

test("an entry that is put in line twice is answered once", async () => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const before = (await fromBot(visitor.id)).length;
  const answered = (await log(visitor.id)).findLast(({ activity }) => activity.from?.role === "user");
  desk.desk.turns.enqueue(visitor.id, answered?.seq ?? 0);
  await desk.desk.turns.settled();
  expect(await fromBot(visitor.id)).toHaveLength(before);
});

test("messages sent at once are answered one after the other, none of them lost (T12)", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const texts = Array.from({ length: 20 }, () => message("help"));
  await Promise.all(texts.map((one) => desk.desk.inbox.post(visitor.id, one, [one.id])));
  await desk.desk.turns.settled();
  const answered = (await fromBot(visitor.id)).map(({ activity }) => activity.replyToId);
  const asked = (await log(visitor.id)).flatMap(({ activity }) =>
    activity.text === "help" ? [activity.id] : [],
  );
  expect(asked).toHaveLength(20);
  expect([...new Set(answered.filter((id) => asked.includes(id)))]).toEqual(asked);
});

test("talks at once do not mix", async () => {
  const talkers = await Promise.all(Array.from({ length: 8 }, () => desk.talk()));
  await Promise.all(
    talkers.map(async (visitor, at) =>
      play(visitor, at % 2 === 0 ? toChecklist : [["Get an account back", "restore.which"]]),
    ),
  );
  expect(talkers.map(({ place }) => place)).toEqual(
    talkers.map((_, at) => (at % 2 === 0 ? "checklist.contracts" : "restore.which")),
  );
});

test("every reply says which message it answers, who speaks, and that its words are plain", async () => {
  const visitor = await desk.talk();
  await visitor.say("help");
  const asked = (await log(visitor.id)).findLast(({ activity }) => activity.text === "help");
  const replies = (await fromBot(visitor.id)).filter(
    ({ activity }) => activity.replyToId === asked?.activity.id,
  );
  expect(replies.length).toBeGreaterThan(1);
  for (const { activity } of replies)
    expect(activity).toMatchObject({
      id: expect.any(String),
      from: { id: "exit-desk", name: "Exit Desk", role: "bot" },
      textFormat: "plain",
    });
  expect(replies.map(({ activity }) => activity.inputHint)).toEqual([
    ...replies.slice(1).map(() => "acceptingInput"),
    "expectingInput",
  ]);
});

test("what is no message is kept without an answer", async () => {
  const visitor = await desk.talk();
  const before = (await fromBot(visitor.id)).length;
  const event = { type: "event", id: randomUUID(), name: "page", from: { id: "dl_test", role: "user" } };
  await desk.desk.inbox.post(visitor.id, event, [event.id]);
  await desk.desk.turns.settled();
  expect(await fromBot(visitor.id)).toHaveLength(before);
  expect((await log(visitor.id)).at(-1)?.activity.type).toBe("event");
});

test.each([
  ["nothing at all", ""],
  ["control characters and a lone surrogate", "\u0000\u202e\ud800"],
  ["very much", "delete ".repeat(20_000)],
])("%s is answered, and the place stays", async (_, text) => {
  const visitor = await desk.talk();
  await play(visitor, toDecision);
  const replies = await visitor.say(text);
  expect(replies.length).toBeGreaterThan(0);
  await play(visitor, [["cancel", "root.fork"]]);
});

test("a turn that a stop cut off is answered after the start (T01)", async () => {
  const own = await TestDesk.open();
  const visitor = await own.talk();
  await play(visitor, toDecision);
  const yes = message("Yes, delete it");
  await own.store.receive(visitor.id, { activity: yes, keys: [yes.id], at: own.time, needsTurn: true });
  await own.restart();
  await own.desk.turns.settled();
  expect(await own.store.receipts(visitor.id)).toHaveLength(1);
  await own.close();
});

test("a message that there is no room for is refused together with its turn, and answered once when it comes again (T03)", async () => {
  const own = await TestDesk.open();
  const visitor = await own.talk();
  await play(visitor, toDecision);
  const before = await own.store.readLog(visitor.id, { after: 0, limit: 1000 });
  const yes = message("Yes, delete it");
  own.disk.full = true;
  await expect(own.desk.inbox.post(visitor.id, yes, [yes.id])).rejects.toMatchObject({
    code: "store-unavailable",
  });
  await own.desk.turns.settled();
  expect(await own.store.readLog(visitor.id, { after: 0, limit: 1000 })).toEqual(before);
  expect(await own.store.receipts(visitor.id)).toEqual([]);
  own.disk.full = false;
  expect(await own.desk.inbox.post(visitor.id, yes, [yes.id])).toEqual({ id: yes.id, duplicate: false });
  await own.desk.turns.settled();
  expect(await own.store.receipts(visitor.id)).toHaveLength(1);
  await own.close();
});
