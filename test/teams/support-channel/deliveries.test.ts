import { beforeEach, expect, test } from "vitest";
import type { Manner } from "../fake-connector.ts";
import type { AgentsDesk } from "./agents-desk.ts";
import { deskForEach } from "./desk-for-each.ts";
import type { TeamsAgent } from "./teams-agent.ts";

const each = deskForEach();
let desk: AgentsDesk;
let oak: TeamsAgent;
beforeEach(() => {
  ({ desk, oak } = each);
});

const settled = (): Promise<void> => desk.running.settled();
const troubles = async () =>
  (await desk.store.outboxTroubles()).map(({ kind, reason }) => `${kind}: ${reason}`);
const answer = (status: number, keeps: boolean): Manner => ({ kind: "status", status, keeps });

test.each<[string, Manner, number, RegExp | null]>([
  ["429", answer(429, false), 1, null],
  ["503", answer(503, false), 1, null],
  ["502 although it is there", answer(502, true), 2, /^unconfirmed: .*perhaps twice$/],
  ["500 although it is there", answer(500, true), 1, /^unconfirmed: line \d+ answered 500$/],
  ["500", answer(500, false), 0, /^unconfirmed: line \d+ answered 500$/],
  ["nothing although it is there", { kind: "silent", keeps: true }, 1, /^unconfirmed: line \d+ /],
  ["413", answer(413, false), 0, /^parked: line \d+ answered 413$/],
])("T09 a line that is answered with %s, and the one after it", async (_what, manner, times, trouble) => {
  await oak.mention("/desk here");
  const guest = desk.guest();
  const thread = await desk.asksForPerson(guest);
  await oak.press(thread, "Claim");
  await settled();
  desk.teams.manners = [manner];
  await guest.say("one");
  await settled();
  await guest.say("two");
  await settled();
  const said = oak.lines(thread).filter((line) => line.startsWith("Customer: "));
  expect(said).toEqual([...Array<string>(times).fill("Customer: one"), "Customer: two"]);
  expect(await troubles()).toEqual(trouble === null ? [] : [expect.stringMatching(trouble)]);
});

test("T09 a card that came twice goes on under the one where somebody presses a button", async () => {
  await oak.mention("/desk here");
  desk.teams.manners = [answer(502, true)];
  const guest = desk.guest();
  const second = await desk.asksForPerson(guest);
  const first = oak.cards.at(-2) ?? "";
  expect(oak.said(first)).toEqual(oak.said(second));
  await oak.press(first, "Claim");
  await settled();
  await guest.say("hello?");
  await settled();
  expect(oak.lines(first).at(-1)).toBe("Customer: hello?");
  expect(oak.said(first)[1]).toBe("Claimed by Oak.");
  await oak.write(second, "Hello from the other thread");
  await settled();
  const log = await desk.store.readLog(guest.conversation, { after: 0, limit: 500 });
  expect(log.at(-1)?.activity.text).toBe("Hello from the other thread");
});

test("what cannot be brought to the old service URL comes to the new one, once something came from there", async () => {
  await oak.mention("/desk here");
  const guest = desk.guest();
  const thread = await desk.asksForPerson(guest);
  await oak.press(thread, "Claim");
  await settled();
  desk.teams.move("emea");
  await guest.say("are you there?");
  await settled();
  expect(oak.lines(thread).join()).not.toContain("are you there?");
  await oak.write(thread, "note: moved");
  await settled();
  expect(oak.lines(thread).at(-1)).toBe("Customer: are you there?");
});

test("what was still to be brought when the desk was stopped is brought once it runs again, and marked", async () => {
  await oak.mention("/desk here");
  const guest = desk.guest();
  const thread = await desk.asksForPerson(guest);
  await oak.press(thread, "Claim");
  await settled();
  desk.teams.manners = Array<Manner>(100).fill(answer(503, false));
  await guest.say("one");
  await desk.running.desk.turns.settled();
  await desk.restart();
  desk.teams.manners = [];
  await settled();
  expect(oak.lines(thread).filter((line) => line === "Customer: one")).toHaveLength(1);
  expect(await troubles()).toEqual([expect.stringMatching(/^unconfirmed: begun before a restart/)]);
});

test("of an erased talk nothing more is brought than the line that was on its way", async () => {
  await oak.mention("/desk here");
  const guest = desk.guest();
  const thread = await desk.asksForPerson(guest);
  const before = oak.lines(thread);
  let goOn = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  desk.teams.manners = [{ kind: "held", until }];
  await guest.say("forget me");
  await desk.running.desk.turns.settled();
  await expect.poll(() => desk.teams.manners).toEqual([]);
  await desk.store.eraseConversation(guest.conversation);
  goOn();
  await desk.restart();
  await settled();
  expect(oak.lines(thread)).toEqual([...before, "Customer: forget me"]);
});

test("a ticket that is opened again is claimed anew on its card, and what was said meanwhile is told under it", async () => {
  await oak.mention("/desk here");
  const guest = desk.guest();
  const thread = await desk.asksForPerson(guest);
  await oak.press(thread, "Claim");
  await settled();
  await oak.press(thread, "Resolve");
  await settled();
  expect(oak.buttons(thread)).toEqual(["Open in console"]);
  const told = oak.lines(thread).length;
  for (const text of ["5", "no comment", "same person please"]) {
    await guest.say(text);
    await settled();
  }
  expect(oak.lines(thread)).toHaveLength(told);
  for (const text of ["Open that ticket again", "here"]) {
    await guest.say(text);
    await settled();
  }
  expect(oak.said(thread)[1]).toMatch(/^Reopened/);
  expect(oak.buttons(thread)).toEqual(["Claim", "Open in console"]);
  expect(oak.lines(thread).slice(told)).toContain("Customer: same person please");
});

test("tickets that wait when the channel is chosen come there, once; those that are closed do not", async () => {
  const { human } = desk.running.desk;
  const [waiting, closed] = [desk.guest(), desk.guest()];
  await desk.asksForPerson(waiting);
  await desk.asksForPerson(closed);
  await human.resolve(1002, { id: "o1", firstName: "Oak", role: "owner" }, "answered by e-mail", "done");
  for (let times = 0; times < 2; times += 1) {
    await oak.mention("/desk here");
    await settled();
  }
  const cards = oak.cards.filter((id) => oak.card(id) !== undefined);
  expect(cards.map((id) => oak.said(id)[0])).toEqual(["XD-1001"]);
  await waiting.say("how long will it take?");
  await settled();
  expect(oak.lines(cards[0] ?? "")).toContain("Customer: how long will it take?");
});
