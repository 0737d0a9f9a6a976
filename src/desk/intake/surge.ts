import type { TicketLimits } from "./ticket-limits.ts";

type Rules = Pick<TicketLimits, "windowMinutes" | "neverUnusual" | "alwaysUnusual">;

export const LEARNT_DAYS = 14;
/** what is going on now teaches nothing about what is usual */
const TOO_FRESH_MS = 3_600_000;
/** three in four of the times in which there were any had fewer */
const SHARE = 0.75;
const ABOVE_USUAL = 3;

export const windowMs = ({ windowMinutes }: Pick<TicketLimits, "windowMinutes">): number =>
  windowMinutes * 60_000;

/** How many tickets of strangers within a window are still usual for this desk. `openings`: when earlier ones were opened, in ms. */
export function mostUsual(openings: Iterable<number>, now: number, rules: Rules): number {
  const counts = new Map<number, number>();
  for (const at of openings) {
    if (at > now - TOO_FRESH_MS || at < now - LEARNT_DAYS * 86_400_000) continue;
    const window = Math.floor(at / windowMs(rules));
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  const sorted = [...counts.values()].sort((one, other) => one - other);
  const busy = sorted[Math.ceil(sorted.length * SHARE) - 1] ?? 0;
  return Math.min(Math.max(busy * ABOVE_USUAL, rules.neverUnusual), rules.alwaysUnusual);
}

/** Whether so many within the last window are unusual. What was unusual stays so until they are half of what is usual. */
export const isUnusual = (recent: number, usual: number, was: boolean): boolean =>
  was ? recent > usual / 2 : recent >= usual;
