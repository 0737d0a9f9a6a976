import { expect, test } from "vitest";
import { expectedWait, type PastWait, pastWait } from "../../src/tickets/availability.ts";
import { behindMark, queueMark, queueOrder } from "../../src/tickets/ticket.ts";
import { later, noon, ticket } from "../store/material.ts";
import { states } from "./people.ts";

const promised = (hours: number) => ({ toldAt: noon, place: 1, until: later(hours), brokenAt: null });

test("who waits stands by priority, then by what was promised, then by age", () => {
  const expected = [
    ticket(9, "i", { state: { kind: "queued", since: noon, ahead: true }, priority: "low" }),
    ticket(4, "d", { priority: "urgent" }),
    ticket(3, "c", { priority: "high", promise: promised(3) }),
    ticket(7, "g", { priority: "normal", promise: promised(1), openedAt: later(2) }),
    ticket(2, "b", { priority: "normal", promise: promised(2) }),
    ticket(5, "e", { priority: "normal", state: states.reopened, openedAt: later(-5) }),
    ticket(1, "a", { priority: "normal", promise: { ...promised(1), until: null }, openedAt: later(-1) }),
    ticket(6, "f", { priority: "normal", openedAt: later(-1) }),
    ticket(8, "h", { priority: "low", promise: promised(-1) }),
  ];
  const others = [states.claimed, states.waiting, states.resolved, states.expired, states.quarantined];
  const all = [...expected, ...others.map((state, at) => ticket(20 + at, `x${at}`, { state }))];
  for (const shuffled of [all, all.toReversed(), all.toSorted((a, b) => a.number - b.number)])
    expect(queueOrder(shuffled)).toEqual(expected);
});

test("what comes behind a place in the queue is found also when the ticket there has left or moved", () => {
  const since = noon;
  const queue = queueOrder([
    ticket(1, "a", { state: { kind: "queued", since, ahead: true }, priority: "low" }),
    ticket(2, "b", { priority: "urgent" }),
    ticket(3, "c", { promise: promised(1) }),
    ticket(4, "d"),
    ticket(5, "e", { openedAt: later(1) }),
  ]);
  const numbersBehind = (at: number, now = queue) =>
    behindMark(now, queueMark(queue[at] as (typeof queue)[number]))?.map(({ number }) => number);
  expect(queue.map((_, at) => numbersBehind(at))).toEqual([[2, 3, 4, 5], [3, 4, 5], [4, 5], [5], []]);
  const left = queue.filter(({ number }) => number !== 3 && number !== 1);
  expect([numbersBehind(2, left), numbersBehind(0, left)]).toEqual([
    [4, 5],
    [2, 4, 5],
  ]);
  const moved = queueOrder(queue.map((one) => (one.number === 3 ? { ...one, priority: "low" } : one)));
  expect(numbersBehind(2, moved)).toEqual([4, 5, 3]);
  for (const text of ["", "3", "0.1.2", "0.0.-.1.x", "0.0.-.1.", "0.0.1e3.0.0"])
    expect(behindMark(queue, text)).toBe(null);
});

const minute = 60_000;
const always = { timeZone: "UTC", holidays: [] };
const waits = (...minutes: number[]): PastWait[] =>
  minutes.map((wait, at) => ({ number: at, claimedAt: Date.parse(later(-at)), msPerPlace: wait * minute }));
const now = new Date(noon);

test("without enough claims of the last days the desk cannot tell", () => {
  expect(expectedWait(waits(1, 2, 3, 4), 1, now)).toBeNull();
  const old = waits(1, 2, 3, 4, 5).map((wait) => ({ ...wait, claimedAt: Date.parse(later(-15 * 24)) }));
  expect(expectedWait(old, 1, now)).toBeNull();
  expect(expectedWait([...old, ...waits(7, 7, 7, 7, 7)], 1, now)).toBe(7 * minute);
});

test("three in four waited less than what is expected, for each place", () => {
  expect(expectedWait(waits(8, 1, 2, 3, 4, 5, 6, 7), 1, now)).toBe(6 * minute);
  expect(expectedWait(waits(8, 1, 2, 3, 4, 5, 6, 7), 3, now)).toBe(18 * minute);
});

test("a wait counts open time only, by the place that was told", () => {
  const hours = { timeZone: "UTC", holidays: [], hours: { mon: [["09:00", "17:00"] as [string, string]] } };
  const waited = ticket(1, "a", {
    openedAt: "2026-03-01T20:00:00.000Z",
    firstClaimedAt: "2026-03-02T10:00:00.000Z",
    promise: { ...promised(1), place: 4 },
  });
  expect(pastWait(waited, hours)?.msPerPlace).toBe(15 * minute);
  expect(pastWait({ ...waited, promise: null }, always)?.msPerPlace).toBe(14 * 60 * minute);
  expect(pastWait(ticket(1, "a"), always)).toBeNull();
});
