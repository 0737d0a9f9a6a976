import { z } from "zod";

/** State between runs of retention: the trusted time, and the time that the system clock showed. */
export const ClockMark = z.object({ believed: z.iso.datetime(), told: z.iso.datetime() });
export type ClockMark = z.infer<typeof ClockMark>;

const HOUR_MS = 3_600_000;
/** interval between runs of retention */
export const roundMs = 6 * HOUR_MS;
/**
 * maximum advance of the trusted time in one run, so that a clock that jumps ahead by a year does little harm
 */
const longestStepMs = 2 * roundMs;

/**
 * Returns the next mark for the given system time, or null when the last run was recent. The trusted time is never ahead
 * of the system clock, follows it back, and advances by half a day per run at most.
 */
export function nextClockMark(before: ClockMark | null, told: Date): ClockMark | null {
  if (before === null) return { believed: told.toISOString(), told: told.toISOString() };
  const since = told.getTime() - Date.parse(before.told);
  if (since >= 0 && since < roundMs / 2) return null;
  const believed = Math.min(told.getTime(), Date.parse(before.believed) + longestStepMs);
  return { believed: new Date(believed).toISOString(), told: told.toISOString() };
}
