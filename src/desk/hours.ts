import { Temporal } from "temporal-polyfill";
import type { DeskSettings } from "./settings.ts";

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
