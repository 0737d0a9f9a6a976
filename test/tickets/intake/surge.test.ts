import { expect, test } from "vitest";
import { provenMayEnter, quarantineReason } from "../../../src/tickets/intake/intake.ts";
import { isUnusual, mostUsual, TicketLimits } from "../../../src/tickets/intake/surge.ts";

const rules = TicketLimits.parse({});
const now = Date.parse("2026-03-20T12:00:00.000Z");
const window = 10 * 60_000;

/** Openings in windows of the past, so many in each, the newest window a day ago. */
const openings = (counts: readonly number[]): number[] =>
  counts.flatMap((count, at) =>
    Array.from(
      { length: count },
      (_, n) => Math.floor((now - 86_400_000) / window) * window - at * window + n,
    ),
  );

test.each<[string, readonly number[], number]>([
  ["a new desk", [], rules.neverUnusual],
  ["a quiet desk", [1, 2, 1, 1, 3], rules.neverUnusual],
  ["a busy desk", Array<number>(100).fill(30), 90],
  ["a desk that had one flood among quiet days", [...Array<number>(30).fill(2), 5000], rules.neverUnusual],
  ["a very busy desk", Array<number>(100).fill(120), rules.alwaysUnusual],
])("what is usual for %s", (_desk, counts, usual) => {
  expect(mostUsual(openings(counts), now, rules)).toBe(usual);
});

test("what happened within the last hour, and two weeks ago, teaches nothing", () => {
  const lately = Array.from({ length: 500 }, (_, n) => now - n * 1000);
  const long = openings(Array<number>(50).fill(50)).map((at) => at - 15 * 86_400_000);
  expect(mostUsual([...lately, ...long], now, rules)).toBe(rules.neverUnusual);
});

test("it becomes unusual at what is usual, and is over at half of it", () => {
  let was = false;
  const seen = [0, 19, 20, 19, 11, 10, 19, 20].map((recent) => {
    was = isUnusual(recent, 20, was);
    return was;
  });
  expect(seen).toEqual([false, false, true, true, true, false, false, true]);
});

test("a full network is told before an unusual rate, and who is vouched for is never held back", () => {
  expect(quarantineReason("net", { openOfNetwork: 10, unusual: true }, rules)).toBe("network");
  expect(quarantineReason("net", { openOfNetwork: 9, unusual: true }, rules)).toBe("rate");
  expect(quarantineReason("net", { openOfNetwork: 9, unusual: false }, rules)).toBeNull();
  expect(quarantineReason(null, { openOfNetwork: 99, unusual: true }, rules)).toBeNull();
});

test("a flood that pays for proofs gets five times what is usual in, and nobody who was here before it waits for that", () => {
  const pressure = { proven: 100, usual: 20, windowBegan: now };
  expect(provenMayEnter(now + 1, { ...pressure, proven: 99 })).toBe(true);
  expect(provenMayEnter(now + 1, pressure)).toBe(false);
  expect(provenMayEnter(now - 1, pressure)).toBe(true);
});
