import { Temporal } from "temporal-polyfill";
import type { Ticket } from "../store/ticket.ts";
import type { QueueLine } from "./human-desk.ts";
import type { DeskSettings } from "./settings.ts";
import { type NewTicketRank, placeOfNew } from "./ticket.ts";

/** Opening hours of the desk. */
export type OpeningHours = Pick<DeskSettings, "timeZone" | "hours" | "holidays">;

/** A period in which the desk is open, in ms since the epoch; the end is exclusive. */
interface OpenSpan {
  from: number;
  to: number;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const LOOKAHEAD_DAYS = 400;

/** Returns the current or next open period; null when there is none for more than a year. */
export function attendanceFrom(hours: OpeningHours, at: Date): { opens: Date; closes: Date } | null {
  const [span] = spansFrom(hours, at);
  return span === undefined ? null : { opens: new Date(span.from), closes: new Date(span.to) };
}

/** Returns the open time between two instants in ms. */
export function openMsBetween(hours: OpeningHours, from: Date, to: Date): number {
  let open = 0;
  for (const span of spansFrom(hours, from)) {
    if (span.from >= to.getTime()) break;
    open += Math.min(span.to, to.getTime()) - Math.max(span.from, from.getTime());
  }
  return open;
}

/** Returns the instant after `ms` of open time; null when it is more than a year away. */
export function afterOpenMs(hours: OpeningHours, from: Date, ms: number): Date | null {
  let left = ms;
  for (const span of spansFrom(hours, from)) {
    const begin = Math.max(span.from, from.getTime());
    if (span.to - begin >= left) return new Date(begin + left);
    left -= span.to - begin;
  }
  return null;
}

/** Yields the open periods that end after an instant, in order, with overlaps merged. */
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
 * Converts a local time to an instant. A time skipped by a clock change moves to the end of the gap. A repeated time is
 * the first for an opening and the second (`later`) for a closing, so that no open hour is lost.
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
/** percentile of recent waits */
const SHARE = 0.75;

/** Wait of a past ticket, in ms of open time per queue position. */
export interface PastWait {
  number: number;
  claimedAt: number;
  msPerPlace: number;
}

/** Returns how long a ticket waited for its first agent; null while it is unclaimed. */
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

/** Returns the 75th percentile of recent waits in ms of open time; null without enough data. */
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

/** Staff availability, and until or from when. */
type Attendance =
  | { kind: "always" }
  | { kind: "now"; closes: Date }
  | { kind: "later"; opens: Date; closes: Date }
  /** nobody is available, and no opening is known */
  | { kind: "unknown" };

/** Wait estimate that a person sees before they wait. */
export interface Outlook {
  /** queue position from 1, current or prospective */
  place: number;
  /** expected wait by recent figures; null: unknown, or nobody is available */
  expectedMs: number | null;
  /** instant at the end of the expected wait */
  until: Date | null;
  attendance: Attendance;
  /** whether an agent is present now */
  manned: boolean;
  /** time zone of the desk, as an IANA name */
  timeZone: string;
  /** whether e-mail is configured */
  mail: boolean;
}

const LONG_MS = 7 * 86_400_000;

/** Returns the availability at an instant. A desk that stays open for a week counts as always open. */
export function attendanceAt(hours: OpeningHours, now: Date): Attendance {
  if (hours.hours === undefined) return { kind: "always" };
  const next = attendanceFrom(hours, now);
  if (next === null) return { kind: "unknown" };
  if (next.opens > now) return { kind: "later", ...next };
  return next.closes.getTime() - now.getTime() > LONG_MS
    ? { kind: "always" }
    : { kind: "now", closes: next.closes };
}

/** Returns the wait estimate of a queued ticket, or of a new one (`number` null). */
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
