import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "./report.ts";

const longestMs = 5 * 60_000;

/** A figure that could not be measured, with why. */
export const notMeasured = (what: string, error: unknown): Figure => ({
  what,
  measured: `not measured: ${reasonOf(error)}`,
  goal: { says: "", met: false },
});

/** Measures; where that fails or takes more than five minutes, the figure says so, and the others are kept. */
export async function attempt(what: string, measure: () => Promise<Figure | Figure[]>): Promise<Figure[]> {
  const limit = new AbortController();
  try {
    const late = sleep(longestMs, undefined, { signal: limit.signal }).then((): never => {
      throw new Error("it took more than five minutes");
    });
    return [await Promise.race([measure(), late])].flat();
  } catch (error) {
    return [notMeasured(what, error)];
  } finally {
    limit.abort();
  }
}

/** The reason as one line of a table. */
const reasonOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .replaceAll(/\s+/g, " ")
    .replaceAll("|", "/")
    .slice(0, 300);
