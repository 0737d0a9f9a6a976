import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { later, message, noon } from "../store/material.ts";
import { conversationOf, LiveDesk } from "./live-desk.ts";
import { alder, birch, spruce } from "./people.ts";

let desk: LiveDesk;
beforeEach(async () => {
  desk = await LiveDesk.open({ teams: [{ id: "billing", title: "the billing team" }] });
  await desk.ticket(1001);
});
afterEach(() => desk.close());

describe("an agent and a ticket", () => {
  test("T27 of fifty who claim at once one has it, and everybody else learns who", async () => {
    const agents = Array.from({ length: 50 }, (_, at) => ({
      ...alder,
      id: `a${at}`,
      firstName: `Alder ${at}`,
    }));
    const claims = await Promise.all(agents.map((agent) => desk.human.claim(1001, agent)));
    const winners = claims.flatMap((claim) => ("ticket" in claim ? [claim.ticket.state] : []));
    expect(winners).toHaveLength(1);
    const by = winners[0] && "by" in winners[0] ? winners[0].by : null;
    const losers = claims.filter((claim) => "refused" in claim);
    expect(losers).toEqual(Array.from({ length: 49 }, () => ({ refused: "taken", by })));
    expect(await desk.said(1001)).toEqual(["handoff.status", "claimed"]);
  });

  test("a whole talk is in the log: joined, said, noted, moved on, closed, and given back to the bot", async () => {
    await desk.human.claim(1001, alder);
    await desk.human.reply(1001, alder, message("Hello, Alder here."), null);
    for (let sent = 0; sent < 2; sent += 1)
      await desk.human.note(1001, alder, { text: "she sounds angry" }, "note-1");
    await desk.human.transfer(1001, alder, { agent: birch }, "knows fees better");
    await desk.human.release(1001, birch);
    await desk.human.claim(1001, birch);
    const resolved = await desk.human.resolve(1001, birch, "explained the fees", "continue");
    expect(resolved).toMatchObject({ ticket: { state: { kind: "resolved", by: birch.id } } });
    expect(await desk.said(1001)).toEqual([
      "handoff.status",
      "claimed",
      "Hello, Alder here.",
      "she sounds angry",
      "knows fees better",
      "transferred",
      "released",
      "handoff.status",
      "claimed",
      "resolved",
      "handoff.status",
      "desk.returned",
    ]);
    const log = await desk.log(1001);
    const desks = log.filter(({ audience }) => audience === "desk");
    expect(desks.map(({ activity }) => activity.text ?? activity.name)).toEqual([
      "she sounds angry",
      "knows fees better",
      "desk.returned",
    ]);
    expect(log[2]?.activity).toMatchObject({
      from: { id: "agent-a1", name: "Alder", role: "bot" },
      textFormat: "plain",
      channelData: { agent: { id: "a1", name: "Alder" } },
    });
    expect(log.filter(({ activity }) => activity.channelData?.["guide"])).toEqual([]);
    expect(desk.turns).toEqual([[conversationOf(1001), 12]]);
    expect(await desk.store.pendingTurns()).toEqual([{ conversationId: conversationOf(1001), seq: 12 }]);
    expect((await desk.human.ticket(1001))?.audit.map(({ what }) => what)).toEqual([
      "claimed",
      "replied",
      "noted",
      "transferred",
      "released",
      "claimed",
      "resolved",
    ]);
  });

  test("a repeated delivery of an answer is said once", async () => {
    await desk.human.claim(1001, alder);
    const first = await desk.human.reply(1001, alder, message("Hello"), "client 1");
    const again = await desk.human.reply(1001, alder, message("Hello"), "client 1");
    expect(first).toMatchObject({ duplicate: false, entry: { seq: 3 } });
    expect(again).toMatchObject({ duplicate: true, entry: { seq: 3 } });
    expect(await desk.human.reply(1001, alder, message("Hello"), "client 2")).toMatchObject({
      entry: { seq: 4 },
    });
  });

  test("nobody speaks in a talk that is not theirs, and an unknown ticket is unknown", async () => {
    expect(await desk.human.reply(1001, alder, message("x"), null)).toEqual({
      refused: "not-yours",
      by: null,
    });
    await desk.human.claim(1001, alder);
    for (const other of [birch, spruce])
      expect(await desk.human.reply(1001, other, message("x"), null)).toEqual({
        refused: "not-yours",
        by: alder.id,
      });
    expect(await desk.human.note(1001, birch, { text: "x" }, null)).toEqual({
      refused: "not-yours",
      by: alder.id,
    });
    expect(await desk.human.claim(7, alder)).toEqual({ refused: "unknown" });
    expect(await desk.said(1001)).toEqual(["handoff.status", "claimed"]);
  });

  test("a transfer to a team names the team, and a supervisor may move what others have", async () => {
    await desk.human.claim(1001, alder);
    await desk.human.transfer(1001, spruce, { team: "billing" }, null);
    const log = await desk.log(1001);
    expect(log.at(-1)?.activity.text).toContain("the billing team");
    expect(await desk.store.conversation(conversationOf(1001))).toMatchObject({ ticket: 1001, agent: null });
  });

  test("a supervisor gives somebody who waits to an agent, who joins like one who claims", async () => {
    expect(await desk.human.transfer(1001, alder, { agent: birch }, null)).toEqual({
      refused: "not-yours",
      by: null,
    });
    await desk.human.transfer(1001, spruce, { agent: birch }, "your field");
    expect(await desk.said(1001)).toEqual(["your field", "handoff.status", "claimed"]);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed", by: birch.id } });
  });

  test("priority and tags change nothing in the talk", async () => {
    await desk.human.setPriority(1001, alder, "urgent");
    await desk.human.setTags(1001, alder, ["fees"]);
    expect(await desk.human.ticket(1001)).toMatchObject({ revision: 3, priority: "urgent", tags: ["fees"] });
    expect(await desk.said(1001)).toEqual([]);
  });
});

describe("an agent who vanishes", () => {
  test("T28 loses what they owe after the lease, and the person is told and stands first", async () => {
    await desk.wait(10);
    await desk.ticket(1002, { priority: "urgent" });
    await desk.human.claim(1001, alder);
    await desk.wait(119);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed" } });
    expect(desk.human.presence(alder.id)).toBe("available");
    await desk.wait(2);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "queued", ahead: true } });
    expect(await desk.said(1001)).toEqual(["handoff.status", "claimed", "lease-ended"]);
    expect(desk.human.presence(alder.id)).toBe("offline");
    expect((await desk.human.queue()).map(({ ticket }) => ticket.number)).toEqual([1001, 1002]);
  });

  test("keeps it as long as there are signs of life, or the person owes the next word", async () => {
    await desk.ticket(1002);
    await desk.human.claim(1001, alder);
    await desk.human.claim(1002, birch);
    await desk.human.reply(1002, birch, message("Hello"), null);
    for (let times = 0; times < 5; times += 1) {
      desk.human.heartbeat(alder.id);
      await desk.wait(100);
    }
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed", by: alder.id } });
    expect(await desk.human.ticket(1002)).toMatchObject({ state: { kind: "waiting", by: birch.id } });
  });

  test("keeps it for half an hour after their last word in Teams, also when the person writes much later", async () => {
    const inTeams = { ...alder, inTeams: true as const };
    await desk.human.claim(1001, inTeams);
    await desk.wait(1_790);
    await desk.human.note(1001, inTeams, { text: "asking the other team" }, null);
    await desk.restart();
    await desk.wait(1_790);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed", by: alder.id } });
    await desk.human.reply(1001, inTeams, message("Still there?"), null);
    await desk.wait(7_200);
    await desk.personWrites(1001);
    await desk.wait(1_790);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed", by: alder.id } });
    await desk.wait(20);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "queued", ahead: true } });
  });

  test("has the lease of the place where they spoke last", async () => {
    await desk.human.claim(1001, { ...alder, inTeams: true });
    await desk.human.reply(1001, { ...alder, inTeams: true }, message("Hello"), null);
    await desk.human.reply(1001, alder, message("Now at my desk."), null);
    await desk.personWrites(1001);
    await desk.wait(121);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "queued", ahead: true } });
  });

  test("has the whole lease again after a restart of the desk", async () => {
    await desk.human.claim(1001, alder);
    await desk.wait(100);
    await desk.restart();
    await desk.wait(119);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "claimed" } });
    await desk.wait(2);
    expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "queued" } });
  });
});

describe("a promise", () => {
  const promised = { promise: { toldAt: noon, place: 2, until: later(1), brokenAt: null } };

  test("that is not kept moves the ticket up and is told to the bot once, also over a restart", async () => {
    await desk.ticket(1002, promised);
    await desk.wait(3_599);
    expect(await desk.said(1002)).toEqual([]);
    await desk.restart();
    await desk.wait(1);
    await desk.wait(1);
    await desk.restart();
    await desk.wait(1);
    expect(await desk.said(1002)).toEqual(["desk.promise-broken"]);
    expect(desk.turns).toEqual([[conversationOf(1002), 1]]);
    expect(await desk.human.ticket(1002)).toMatchObject({
      priority: "high",
      promise: { brokenAt: later(1) },
    });
  });

  test("that somebody has kept is not broken", async () => {
    await desk.ticket(1002, promised);
    await desk.human.claim(1002, alder);
    await desk.human.reply(1002, alder, message("Hello"), null);
    await desk.wait(7_200);
    expect(await desk.said(1002)).toEqual(["handoff.status", "claimed", "Hello"]);
  });
});

test("a ticket whose person stays away for a week expires, and the bot is told", async () => {
  await desk.human.claim(1001, alder);
  await desk.human.reply(1001, alder, message("Are you there?"), null);
  await desk.wait(7 * 86_400 - 1);
  expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "waiting" } });
  await desk.wait(1);
  expect(await desk.human.ticket(1001)).toMatchObject({ state: { kind: "expired" } });
  expect(await desk.said(1001)).toEqual(["handoff.status", "claimed", "Are you there?", "desk.expired"]);
});

describe("the place in the queue", () => {
  const places = () =>
    desk.passed
      .filter(([, { name }]) => name === "desk.queue")
      .map(([, { value }]) => {
        const { ticket, place } = value as { ticket: number; place: number };
        return [ticket, place];
      });

  test("is passed on when it changes, and who comes up to the first place is told so once", async () => {
    await vi.waitFor(() => expect(places()).toEqual([[1001, 1]]));
    await desk.ticket(1002);
    await desk.ticket(1003);
    await vi.waitFor(() => expect(places()).toHaveLength(3));
    desk.passed.length = 0;
    await desk.human.claim(1001, alder);
    await vi.waitFor(async () => expect(await desk.said(1002)).toEqual(["next-in-line"]));
    expect(places()).toEqual([
      [1002, 1],
      [1003, 2],
    ]);
    await desk.human.setPriority(1003, alder, "high");
    await vi.waitFor(async () => expect(await desk.said(1003)).toEqual(["next-in-line"]));
    await desk.human.setPriority(1003, alder, "low");
    await vi.waitFor(() => expect(places().at(-1)).toEqual([1003, 2]));
    expect(await desk.said(1001)).toEqual(["handoff.status", "claimed"]);
    expect(await desk.said(1002)).toEqual(["next-in-line"]);
  });

  test("is shown again to somebody who comes back, and to nobody who does not wait", async () => {
    await vi.waitFor(() => expect(places()).toEqual([[1001, 1]]));
    await desk.human.showPlace(conversationOf(1001));
    expect(places()).toEqual([
      [1001, 1],
      [1001, 1],
    ]);
    await desk.human.claim(1001, alder);
    await desk.human.showPlace(conversationOf(1001));
    expect(places()).toHaveLength(2);
  });

  test("expected waits come from the desk's own last claims, also after a restart", async () => {
    expect((await desk.human.queue())[0]).toMatchObject({ place: 1, expectedMs: null });
    for (let number = 1002; number <= 1006; number += 1) {
      await desk.ticket(number);
      await desk.wait(60);
      await desk.human.claim(number, alder);
      await desk.human.resolve(number, alder, "done", "done");
    }
    await desk.ticket(1007);
    const expected = [60_000, 120_000];
    expect((await desk.human.queue()).map(({ expectedMs }) => expectedMs)).toEqual(expected);
    await desk.restart();
    expect((await desk.human.queue()).map(({ expectedMs }) => expectedMs)).toEqual(expected);
  });
});

describe("the events of the desk", () => {
  test("tell of tickets, entries, typing, reading and presence, in order, and can be taken up again", async () => {
    desk.human.heartbeat(birch.id);
    const begin = desk.human.lastSeq();
    desk.human.setPresence(alder.id, "busy");
    await desk.human.claim(1001, alder);
    await vi.waitFor(() => expect(desk.events.filter(({ kind }) => kind === "activity")).toHaveLength(2));
    await desk.human.typing(1001, alder);
    await desk.human.typing(1001, birch);
    desk.human.personTyping(conversationOf(1001));
    desk.human.personTyping("a talk without a ticket");
    await desk.human.seen(conversationOf(1001), "person", 2);
    await desk.human.seen(conversationOf(1001), "person", 1);
    const events = desk.human.eventsAfter(begin) ?? [];
    expect(events.map(({ kind }) => kind)).toEqual([
      "presence",
      "ticket",
      "activity",
      "activity",
      "typing",
      "typing",
      "read",
    ]);
    expect(events).toEqual(desk.events.filter(({ seq }) => seq > begin));
    expect(desk.human.eventsAfter(events[3]?.seq ?? 0)).toEqual(events.slice(4));
    expect(desk.human.seenUpTo(conversationOf(1001))).toEqual({ person: 2, agent: 0 });
    expect(desk.passed.filter(([, { type }]) => type === "typing")).toEqual([
      [conversationOf(1001), { type: "typing", from: { id: "agent-a1", name: "Alder", role: "bot" } }],
    ]);
  });

  test("of before a restart, and those that were never given, are not known", async () => {
    const before = desk.human.lastSeq();
    await desk.wait(1);
    await desk.restart();
    expect(desk.human.lastSeq()).toBeGreaterThan(before);
    expect(desk.human.eventsAfter(before)).toBeNull();
    expect(desk.human.eventsAfter(desk.human.lastSeq() + 1)).toBeNull();
    expect(desk.human.eventsAfter(desk.human.lastSeq())).toEqual([]);
  });

  test("are kept for the last five thousand", async () => {
    const begin = desk.human.lastSeq();
    for (let mark = 1; mark <= 5_000; mark += 1) await desk.human.seen(conversationOf(1001), "agent", mark);
    expect(desk.human.eventsAfter(begin)).toHaveLength(5_000);
    await desk.human.seen(conversationOf(1001), "agent", 5_001);
    expect(desk.human.eventsAfter(begin)).toBeNull();
  });

  test("give each entry of a talk once, however fast they come", async () => {
    await desk.human.claim(1001, alder);
    const texts = Array.from({ length: 60 }, (_, at) => `line ${at}`);
    await Promise.all(texts.map((text) => desk.human.reply(1001, alder, message(text), null)));
    await vi.waitFor(() => expect(desk.events.filter(({ kind }) => kind === "activity")).toHaveLength(62));
    const seqs = desk.events.flatMap((event) => (event.kind === "activity" ? [event.entry.seq] : []));
    expect(seqs).toEqual(Array.from({ length: 62 }, (_, at) => at + 1));
  });
});

test("a ticket of a talk that was erased is closed without a word", async () => {
  await desk.human.claim(1001, alder);
  await desk.store.eraseConversation(conversationOf(1001));
  expect(await desk.human.resolve(1001, alder, "erased on request", "done")).toMatchObject({
    ticket: { state: { kind: "resolved" } },
  });
  expect(await desk.log(1001)).toEqual([]);
  expect(desk.turns).toEqual([]);
});
