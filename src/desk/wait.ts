import type { Ticket } from "../store/ticket.ts";
import { type OpeningHours, openMsBetween } from "./hours.ts";

const RECENT_DAYS = 14;
const MOST_CLAIMS = 30;
const FEWEST_CLAIMS = 5;
/** three in four were taken sooner */
const SHARE = 0.75;

/** How long somebody waited, in ms of open time, for each place ahead of the desk's agents. */
export interface PastWait {
  number: number;
  claimedAt: number;
  msPerPlace: number;
}

/** How long this ticket waited for its first agent; null while nobody has taken it. */
export function pastWait(ticket: Ticket, hours: OpeningHours): PastWait | null {
  if (ticket.firstClaimedAt === null) return null;
  const [opened, claimed] = [new Date(ticket.openedAt), new Date(ticket.firstClaimedAt)];
  const place = ticket.promise?.place ?? 1;
  return {
    number: ticket.number,
    claimedAt: claimed.getTime(),
    msPerPlace: openMsBetween(hours, opened, claimed) / place,
  };
}

/** The wait, in ms of open time, that three in four of those who waited lately stayed below; null without enough of them. */
export function expectedWait(past: readonly PastWait[], place: number, now: Date): number | null {
  const since = now.getTime() - RECENT_DAYS * 86_400_000;
  const recent = past
    .filter(({ claimedAt }) => claimedAt >= since)
    .sort((one, other) => other.claimedAt - one.claimedAt)
    .slice(0, MOST_CLAIMS)
    .map(({ msPerPlace }) => msPerPlace)
    .sort((one, other) => one - other);
  if (recent.length < FEWEST_CLAIMS) return null;
  const perPlace = recent[Math.ceil(recent.length * SHARE) - 1] ?? 0;
  return Math.round(perPlace * place);
}
