const DAY_MS = 86_400_000;

/** A day of the calendar as the number of days since 1970-01-01. */
export type Day = number;

/** The first and the last day of a stretch of time. */
export interface Stretch {
  from: Day;
  to: Day;
}

/** The day on which a moment falls, in UTC. */
export const dayOf = (moment: Date): Day => Math.floor(moment.getTime() / DAY_MS);

export const isoOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Year, month (1 to 12), day of the month and weekday (0 is Sunday) of a day. */
export function partsOf(day: Day): { year: number; month: number; date: number; weekday: number } {
  const at = new Date(day * DAY_MS);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    date: at.getUTCDate(),
    weekday: at.getUTCDay(),
  };
}

/** The day of this date, or null when the calendar has no such day. */
export function dayAt(year: number, month: number, date: number): Day | null {
  const day = Math.floor(Date.UTC(year, month - 1, date) / DAY_MS);
  const parts = partsOf(day);
  return parts.year === year && parts.month === month && parts.date === date ? day : null;
}

/** A month, counted on from `month` of `year`: 0 is December of the year before. */
export function monthAt(year: number, month: number): Stretch {
  return {
    from: Math.floor(Date.UTC(year, month - 1, 1) / DAY_MS),
    to: Math.floor(Date.UTC(year, month, 1) / DAY_MS) - 1,
  };
}

/** The day so many months earlier; the last of the month where it has no such day. */
export function monthsBefore(day: Day, months: number): Day {
  const { year, month, date } = partsOf(day);
  const { from, to } = monthAt(year, month - months);
  return Math.min(from + date - 1, to);
}

/** The first of this and the earlier years in which `of` gives something that had begun by `today`; it may give nothing in most years (29 February). */
export function latestYear<T extends Stretch>(today: Day, of: (year: number) => T | null): T | null {
  const { year } = partsOf(today);
  for (let back = 0; back <= LONGEST_WITHOUT_LEAP_DAY; back += 1) {
    const found = of(year - back);
    if (found !== null && found.from <= today) return found;
  }
  return null;
}

/** Years: 1896 to 1904 had no 29 February between them. */
const LONGEST_WITHOUT_LEAP_DAY = 8;

/** The last such weekday before `today`. */
export const weekdayBefore = (today: Day, weekday: number): Day =>
  today - ((partsOf(today).weekday - weekday + 6) % 7) - 1;

/** The Monday of the week of a day. */
export const mondayOf = (day: Day): Day => day - ((partsOf(day).weekday + 6) % 7);

/** The nth such weekday of a stretch, from its end where `nth` is negative; null where there are not so many. */
export function nthWeekday({ from, to }: Stretch, weekday: number, nth: number): Day | null {
  const first = from + ((weekday - partsOf(from).weekday + 7) % 7);
  const last = to - ((partsOf(to).weekday - weekday + 7) % 7);
  const day = nth > 0 ? first + (nth - 1) * 7 : last + (nth + 1) * 7;
  return day >= from && day <= to ? day : null;
}

/** Easter Sunday of the Gregorian calendar (the anonymous computus of 1876). */
export function easterOf(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const marchDay = epact + toSunday - 7 * late + 22;
  return monthAt(year, 3).from + marchDay - 1;
}

/** The first, second or last third of a stretch. */
export function thirdOf({ from, to }: Stretch, part: "start" | "mid" | "end"): Stretch {
  const length = Math.max(1, Math.round((to - from + 1) / 3));
  switch (part) {
    case "start":
      return { from, to: from + length - 1 };
    case "mid":
      return { from: from + length, to: Math.max(from + length, to - length) };
    case "end":
      return { from: to - length + 1, to };
    default:
      return part satisfies never;
  }
}
