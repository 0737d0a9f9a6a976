import { expect, test } from "vitest";
import { storedHourly } from "../../bench/attack/attacks.ts";
import { cannotHold, connectionFlood } from "../../bench/attack/connections.ts";
import { refusalFlood } from "../../bench/attack/log-lines.ts";
import { storeFlood } from "../../bench/attack/stored-bytes.ts";
import { stuckReaders } from "../../bench/attack/stuck-readers.ts";
import { defaultLimits } from "../../src/http/limits.ts";
import { projectFolder } from "../../src/runtime/paths.ts";

/* A short form of `npm run attack`, with the figures in bench/results-attack.md: a desk as it is started, in a process of its own. */

const tell = (number: string, found: object): void =>
  void process.stdout.write(`${number}: ${JSON.stringify(found)}\n`);

test("T49: a network that has stored whatever it can does not come to what it may in an hour", async () => {
  const found = await storeFlood(projectFolder, 1, { seconds: 8, enough: Number.POSITIVE_INFINITY });
  tell("T49", found);
  expect(found.bytes).toBeLessThan(storedHourly[1] * 1_000_000);
});

const all = defaultLimits.connections + 500;
const reason = cannotHold(all);
if (reason !== null) tell("T52", { skipped: reason });

test.skipIf(reason !== null)(
  "T52: with all connections held open from 1,000 networks everybody who comes is answered",
  async () => {
    const found = await connectionFlood(projectFolder, { count: all, addresses: 1000, tries: 5 });
    tell("T52", found);
    expect(found.answered).toBe(found.tries);
    expect(found.held).toBeGreaterThan(defaultLimits.connections / 2);
  },
);

test("T53: readers that never read are closed, whatever pongs they send", async () => {
  const found = await stuckReaders(projectFolder, { readers: 120, messages: 40, seconds: 120 });
  tell("T53", found);
  expect(found.readers).toBeGreaterThan(100);
  expect(found.left).toBeLessThanOrEqual(0);
});

test("T58: thousands of refusals leave so many lines of each kind, and few kinds", async () => {
  const found = await refusalFlood(projectFolder, 4);
  tell("T58", found);
  const kinds = 8;
  expect(found.asked).toBeGreaterThan(kinds * defaultLimits.linesPerMinute);
  expect(found.lines).toBeLessThanOrEqual(kinds * defaultLimits.linesPerMinute);
});
