import { Temporal } from "temporal-polyfill";
import type { Ticket } from "../store/ticket.ts";
import type { QueueLine } from "./human-desk.ts";
import type { DeskSettings } from "./settings.ts";
import { type NewTicketRank, placeOfNew } from "./ticket.ts";

/** When somebody is at the desk. */
export type OpeningHours = Pick<DeskSettings, "timeZone" | "hours" | "holidays">;

/** A time during which the desk is open, in ms since the epoch, the end not included. */
interface OpenSpan {
  from: number;
  to: number;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const LOOKAHEAD_DAYS = 400;

/** The time of attendance that is under way or comes next; null when there is none for more than a year. */
export function attendanceFrom(hours: OpeningHours, at: Date): { opens: Date; closes: Date } | null {
  const [span] = spansFrom(hours, at);
  return span === undefined ? null : { opens: new Date(span.from), closes: new Date(span.to) };
}

/** How many ms of the time between two moments the desk was open. */
export function openMsBetween(hours: OpeningHours, from: Date, to: Date): number {
  let open = 0;
  for (const span of spansFrom(hours, from)) {
    if (span.from >= to.getTime()) break;
    open += Math.min(span.to, to.getTime()) - Math.max(span.from, from.getTime());
  }
  return open;
}

/** The moment by which the desk will have been open for so many ms; null when that is more than a year away. */
export function afterOpenMs(hours: OpeningHours, from: Date, ms: number): Date | null {
  let left = ms;
  for (const span of spansFrom(hours, from)) {
    const begin = Math.max(span.from, from.getTime());
    if (span.to - begin >= left) return new Date(begin + left);
    left -= span.to - begin;
  }
  return null;
}

/** The open spans that end after a moment, in order; what overlaps or touches is one. */
function* spansFrom(hours: OpeningHours, at: Date): Generator<OpenSpan> {
  if (hours.hours === undefined) {
    yield { from: -Infinity, to: Infinity };
    return;
  }
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(hours.timeZone);
  let before: OpenSpan | undefined;
  for (let day = -1; day <= LOOKAHEAD_DAYS; day += 1) {
    for (const span of spansOf(hours, today.toPlainDate().add({ days: day }))) {
      if (span.to <= at.getTime() || span.to <= span.from) continue;
      if (before !== undefined && span.from <= before.to) before.to = Math.max(before.to, span.to);
      else {
        if (before !== undefined) yield before;
        before = span;
      }
    }
  }
  if (before !== undefined) yield before;
}

function spansOf({ timeZone, hours, holidays }: OpeningHours, day: Temporal.PlainDate): OpenSpan[] {
  const weekday = weekdays[day.dayOfWeek - 1];
  if (weekday === undefined || holidays.includes(day.toString())) return [];
  const spans = (hours?.[weekday] ?? []).map(([from, to]) => ({
    from: moment(timeZone, day, from, "compatible"),
    to: moment(timeZone, day, to, "later"),
  }));
  return spans.sort((one, other) => one.from - other.from);
}

/**
 * A time of the day as a moment. Where the clocks skip it, the time after the gap; where they show it twice, the
 * first for an opening and the second (`later`) for a closing, so that nobody is sent away in an open hour.
 */
function moment(
  timeZone: string,
  day: Temporal.PlainDate,
  time: string,
  disambiguation: "compatible" | "later",
): number {
  const local =
    time === "24:00"
      ? day.add({ days: 1 }).toPlainDateTime()
      : day.toPlainDateTime(Temporal.PlainTime.from(time));
  return local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
}

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

/** Whether somebody of the desk is there, and until when or from when on. */
type Attendance =
  | { kind: "always" }
  | { kind: "now"; closes: Date }
  | { kind: "later"; opens: Date; closes: Date }
  /** nobody is there, and there is no telling when somebody will be */
  | { kind: "unknown" };

/** What the desk can tell somebody before they wait for a person. */
export interface Outlook {
  /** in the queue, from 1: the one they have, or would get now */
  place: number;
  /** until somebody is likely to take the ticket, as the desk's own recent times tell it; null: it cannot tell yet, or nobody is there */
  expectedMs: number | null;
  /** the moment that this comes to */
  until: Date | null;
  attendance: Attendance;
  /** whether one of the desk's people is at the desk at this moment */
  manned: boolean;
  /** the desk's own, as an IANA name */
  timeZone: string;
  /** whether answers can be sent by e-mail */
  mail: boolean;
}

const LONG_MS = 7 * 86_400_000;

/** When somebody is there, seen from a moment; a desk that does not close for a week counts as always open. */
export function attendanceAt(hours: OpeningHours, now: Date): Attendance {
  if (hours.hours === undefined) return { kind: "always" };
  const next = attendanceFrom(hours, now);
  if (next === null) return { kind: "unknown" };
  if (next.opens > now) return { kind: "later", ...next };
  return next.closes.getTime() - now.getTime() > LONG_MS
    ? { kind: "always" }
    : { kind: "now", closes: next.closes };
}

/** What somebody can expect who has this ticket in the queue, or would get one now (`number` null). */
export function outlookAt(
  number: number | null,
  newcomer: NewTicketRank,
  queue: readonly QueueLine[],
  expected: (place: number) => number | null,
  { hours, mail, manned, now }: { hours: OpeningHours; mail: boolean; manned: boolean; now: Date },
): Outlook {
  const place =
    queue.find(({ ticket }) => ticket.number === number)?.place ??
    placeOfNew(
      queue.map(({ ticket }) => ticket),
      newcomer,
      now,
    );
  const expectedMs = manned ? expected(place) : null;
  return {
    place,
    expectedMs,
    until: expectedMs === null ? null : new Date(now.getTime() + expectedMs),
    attendance: attendanceAt(hours, now),
    manned,
    timeZone: hours.timeZone,
    mail,
  };
}
