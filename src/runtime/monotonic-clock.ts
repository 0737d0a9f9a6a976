import { z } from "zod";

/** What a run of retention leaves for the next one: the time it believed in, and the time that the machine told. */
export const ClockMark = z.object({ believed: z.iso.datetime(), told: z.iso.datetime() });
export type ClockMark = z.infer<typeof ClockMark>;

const HOUR_MS = 3_600_000;
/** how often retention runs */
export const roundMs = 6 * HOUR_MS;
/** how far one run can move the time it believes in: a clock that jumps ahead by a year moves it by this much */
const longestStepMs = 2 * roundMs;

/**
 * The next mark, when the machine tells this time; null when another run was a short while ago. The believed time is never
 * ahead of the told one, goes back with it, and goes on by half a day a run at most.
 */
export function nextClockMark(before: ClockMark | null, told: Date): ClockMark | null {
  if (before === null) return { believed: told.toISOString(), told: told.toISOString() };
  const since = told.getTime() - Date.parse(before.told);
  if (since >= 0 && since < roundMs / 2) return null;
  const believed = Math.min(told.getTime(), Date.parse(before.believed) + longestStepMs);
  return { believed: new Date(believed).toISOString(), told: told.toISOString() };
}
