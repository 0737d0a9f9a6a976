import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rows as threats } from "./rows.ts";
import { numbersIn, type Outcome, prove, tableOf } from "./table.ts";

const rows = [
  { number: "T01", threat: "killed" },
  { number: "T02", threat: "power loss", simulated: "a disk in memory" },
];

const outcome = (name: string, state: Outcome["state"] = "passed"): Outcome => ({
  name,
  file: "a.test.ts",
  state,
});

const results = (...outcomes: Outcome[]) => prove(rows, outcomes).map(({ result }) => result);

test("a row without a test that ran is not proven", () => {
  expect(results()).toEqual(["no test", "no test"]);
  expect(results(outcome("a: T01", "skipped"), outcome("T021 and 2026-01-02T02:00"))).toEqual([
    "skipped",
    "no test",
  ]);
});

test("a test may prove several rows, and one that fails fails its rows", () => {
  expect(results(outcome("T01, T02: both"))).toEqual(["passed", "passed"]);
  expect(results(outcome("T01, T02: both"), outcome("of T02", "failed"))).toEqual(["passed", "failed"]);
});

test("the table tells row, threat, result and what was simulated", () => {
  const lines = tableOf(prove(rows, [outcome("T02: it holds"), outcome("T02: more", "skipped")]));
  expect(lines).toEqual([
    "T02  passed   a.test.ts: T02: it holds",
    "T02  skipped  a.test.ts: T02: more",
    "",
    "T01  killed      no test    0 passed",
    "T02  power loss  passed     1 passed  simulation: a disk in memory",
    "",
    "1 of 2 rows",
  ]);
});

test("every row is named by a test", () => {
  const files = readdirSync("test", { recursive: true, encoding: "utf8" });
  const tests = files.filter((file) => file.endsWith(".ts") && !/threats.(rows|table)/.test(file));
  const named = new Set(tests.flatMap((file) => numbersIn(readFileSync(`test/${file}`, "utf8"))));
  expect(threats.map(({ number }) => number).filter((number) => !named.has(number))).toEqual([]);
  expect(threats).toHaveLength(59);
});
