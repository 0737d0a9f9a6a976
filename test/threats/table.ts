import type { Row } from "./rows.ts";

/** How a test whose name holds numbers of rows ended. */
export interface Outcome {
  name: string;
  file: string;
  state: "passed" | "failed" | "skipped";
}

interface Proven extends Row {
  tests: readonly Outcome[];
  /** `skipped`: none of its tests can run on this machine */
  result: "passed" | "failed" | "skipped" | "no test";
}

/** The numbers that a test's name holds. */
export const numbersIn = (name: string): string[] => name.match(/\bT\d{2}\b/g) ?? [];

function resultOf(tests: readonly Outcome[]): Proven["result"] {
  if (tests.some(({ state }) => state === "failed")) return "failed";
  if (tests.some(({ state }) => state === "passed")) return "passed";
  return tests.length > 0 ? "skipped" : "no test";
}

/** Each row with the tests that name it. */
export const prove = (rows: readonly Row[], outcomes: readonly Outcome[]): Proven[] =>
  rows.map((row) => {
    const tests = outcomes.filter(({ name }) => numbersIn(name).includes(row.number));
    return { ...row, tests, result: resultOf(tests) };
  });

/** The tests of each row, a line each, and below them the table of rows. */
export function tableOf(proven: readonly Proven[]): string[] {
  const width = Math.max(...proven.map(({ threat }) => threat.length));
  const details = proven.flatMap(({ number, tests }) =>
    tests.map(({ name, file, state }) => `${number}  ${state.padEnd(7)}  ${file}: ${name}`),
  );
  const summary = proven.map(({ number, threat, tests, result, simulated }) => {
    const passed = tests.filter(({ state }) => state === "passed").length;
    const note = simulated === undefined ? "" : `  simulation: ${simulated}`;
    return `${number}  ${threat.padEnd(width)}  ${result.padEnd(7)}  ${String(passed).padStart(3)} passed${note}`;
  });
  const stood = proven.filter(({ result }) => result === "passed").length;
  return [...details, "", ...summary, "", `${stood} of ${proven.length} rows`];
}
