import {
  type Day,
  dayAt,
  easterOf,
  latestYear,
  mondayOf,
  monthAt,
  monthsBefore,
  nthWeekday,
  partsOf,
  type Stretch,
  weekdayBefore,
} from "./calendar.ts";
import type { DateWords } from "./date-words.ts";

export type Lead = keyof DateWords["phrasing"];

/** What words of time mean. `lead` is the word that they want before them when said back. */
export type Reading =
  | (Stretch & { kind: "days"; how?: "named" | "counted"; coarse?: true; lead?: Lead })
  /** a day or another, as in 03/04 */
  | { kind: "either"; days: readonly Day[] }
  | { kind: "vague" }
  /** still to come, or no day of the calendar */
  | { kind: "none" };

/** A pattern over tags, and what it means on a day. Longer matches win. */
type Rule = readonly [pattern: RegExp, reading: (found: RegExpExecArray, today: Day) => Reading];

const NONE: Reading = { kind: "none" };
const day = (at: Day): Reading => ({ kind: "days", from: at, to: at });
const stretch = ({ from, to }: Stretch, lead?: Lead): Reading => ({
  kind: "days",
  from,
  to,
  ...(from === to ? { coarse: true as const } : {}),
  ...(lead === undefined ? {} : { lead }),
});

/** A day that has come, or none. */
const named = (at: Day | null, today: Day): Reading =>
  at === null || at > today ? NONE : { kind: "days", from: at, to: at, how: "named" };

const begun = (found: Stretch | null, today: Day, lead?: Lead): Reading =>
  found === null || found.from > today ? NONE : stretch(found, lead);

const yearOf = (digits: string): number => {
  const year = Number(digits);
  return digits.length > 2 ? year : year + 2000;
};

const asStretch = (at: Day | null): Stretch | null => (at === null ? null : { from: at, to: at });

/** A date whose year may be left out: then the latest that has come. */
function dateOf(year: string | undefined, month: number, date: number, today: Day): Day | null {
  const at = year
    ? dayAt(yearOf(year), month, date)
    : (latestYear(today, (y) => asStretch(dayAt(y, month, date)))?.from ?? null);
  return at !== null && at <= today ? at : null;
}

/** "2024-03-09", "13/4", "03/04/24": where both orders fit a day in the past, either. */
function numeric(said: string, today: Day): Reading {
  const [a = "", b = "", c] = said.split(/[./-]/);
  if (a.length === 4) return named(c ? dayAt(Number(a), Number(b), Number(c)) : null, today);
  if (b.length === 4 && c === undefined)
    return begun(Number(a) <= 12 ? monthAt(Number(b), Number(a)) : null, today, "in");
  const days = [dateOf(c, Number(a), Number(b), today), dateOf(c, Number(b), Number(a), today)];
  const [first, second] = [...new Set(days)].filter((at) => at !== null);
  if (first === undefined) return NONE;
  return second === undefined ? named(first, today) : { kind: "either", days: [first, second] };
}

/** The latest stretch that has begun, or, with "last", has ended. */
function latest(today: Day, of: (year: number) => Stretch | null, last: boolean): Stretch | null {
  return latestYear(last ? today - 1 : today, (year) => {
    const found = of(year);
    return last && found !== null && found.to >= today ? null : found;
  });
}

const nameDay = (tag: string, year: number): Day | null => {
  const [, kind, rest = ""] = /^(feast|easter|nth)(.*)$/.exec(tag) ?? [];
  if (kind === "feast") return dayAt(year, Number(rest.slice(0, 2)), Number(rest.slice(2)));
  if (kind === "easter") return easterOf(year) + Number(rest);
  const [month = 1, weekday = 0, nth = 1] = rest.split(/[wn]/).map(Number);
  return nthWeekday(monthAt(year, month), weekday, nth);
};

/** A feast is a day of the calendar, but "at Christmas" is no exact day. */
function feast(tag: string, today: Day, back: number): Reading {
  const found = latestYear(today, (year) => asStretch(nameDay(tag, year)));
  if (found === null) return NONE;
  const { year } = partsOf(found.from);
  const at = back === 0 ? found.from : nameDay(tag, year - back);
  return at === null ? NONE : stretch({ from: at, to: at }, back === 0 ? "around" : undefined);
}

const season = (year: number, month: number): Stretch => ({
  from: monthAt(year, month).from,
  to: monthAt(year, month + 2).to,
});

const quarter = (year: number, nth: number): Stretch => season(year, nth * 3 - 2);

const whole = (year: number): Stretch => ({ from: monthAt(year, 1).from, to: monthAt(year, 12).to });

/** The week, month, quarter or year that lies so many before the one of `today`. */
function unitBack(unit: string, back: number, today: Day): Stretch {
  const { year, month } = partsOf(today);
  switch (unit) {
    case "week":
      return { from: mondayOf(today) - 7 * back, to: mondayOf(today) - 7 * back + 6 };
    case "weekend": {
      const saturday = mondayOf(today) + (partsOf(today).weekday % 6 === 0 ? 5 : -2);
      return { from: saturday - 7 * back, to: saturday - 7 * back + 1 };
    }
    case "month":
      return monthAt(year, month - back);
    case "quarter":
      return quarter(year, Math.ceil(month / 3) - back);
    default:
      return whole(year - back);
  }
}

/** A week has ended by Monday; "last weekend" said on a Saturday or Sunday is the one before. */
const lastUnit = (unit: string, today: Day): Stretch => {
  const weekday = partsOf(today).weekday;
  return unitBack(unit, unit === "weekend" && weekday % 6 !== 0 ? 0 : 1, today);
};

/** More than this many days back, "two months ago" is no exact day, and "two weeks" is none at all. */
const EXACT_DAYS = 45;
/** From here on nobody counts days. */
const ROUGH_DAYS = 7;
const DAYS_IN: Record<string, number> = { day: 1, week: 7, fortnight: 14, weekend: 7 };
const MONTHS_IN: Record<string, number> = { month: 1, quarter: 3, year: 12, decade: 120 };

/** So many units before a day; half units in their smaller ones. */
export function lengthBefore(at: Day, count: number, unit: string): Day {
  const months = MONTHS_IN[unit];
  if (months === undefined) return at - Math.round(count * (DAYS_IN[unit] ?? 0));
  const all = count * months;
  const wholeMonths = Math.floor(all);
  return monthsBefore(at, wholeMonths) - Math.round((all - wholeMonths) * 30);
}

function ago(
  today: Day,
  lengths: readonly [count: number, unit: string][],
  lead?: "ago",
): Extract<Reading, { kind: "days" }> {
  const at = lengths.reduce((from, [count, unit]) => lengthBefore(from, count, unit), today);
  const far = today - at > EXACT_DAYS || lead !== undefined ? { coarse: true as const } : {};
  const rough = today - at >= ROUGH_DAYS ? { how: "counted" as const } : {};
  return { kind: "days", from: at, to: at, ...far, ...rough, ...(lead ? { lead } : {}) };
}

/** "in the last 3 weeks" is none of its days. */
const WITHIN = /^(?:\S+ )?(?:the )?last /;
const HOURS = /^(?:minute|hour)$/;
const UNIT = "minute|hour|day|week|weekend|fortnight|month|quarter|year|decade";
const FEAST = "((?:feast|easter|nth)\\S*)";
const tagged = (pattern: string): RegExp => new RegExp(`^(?:${pattern})(?= |$)`);
const counted = `(?:(?:within |the |in )*last )?(?:#(?<n>\\d+)|=(?<decimal>\\d+\\.\\d)|a)(?: of)?`;
const halves = `half (?:of )?(?:a )?(?<halved>${UNIT})`;

/** "3 weeks", "a year and a half", "2 years and 3 months", "half a year". */
export const LENGTH =
  `(?:${counted}(?<half> and (?:a )?half)?(?: of)? (?<unit>${UNIT})(?<half2> and (?:a )?half)?` +
  `(?: (?:and )?(?:#(?<more>\\d+)|a) (?<moreUnit>${UNIT}))?|${halves})`;

/** What the groups of LENGTH say, longest unit first; null where it is of hours. */
export function lengthsIn({
  n,
  decimal,
  half,
  half2,
  unit = "day",
  more,
  moreUnit,
  halved,
}: Record<string, string | undefined>): [count: number, unit: string][] | null {
  if (halved !== undefined) return HOURS.test(halved) ? null : [[0.5, halved]];
  if (HOURS.test(unit)) return null;
  const first: [number, string] = [Number(n ?? decimal ?? 1) + ((half ?? half2) ? 0.5 : 0), unit];
  return moreUnit === undefined ? [first] : [first, [Number(more ?? 1), moreUnit]];
}

export const rules: readonly Rule[] = [
  [tagged("(?:#\\d+ |a )?today(?: morning)?"), (_, today) => day(today)],
  [tagged("yesterday(?: morning)?"), (_, today) => day(today - 1)],
  [tagged("daybefore"), (_, today) => day(today - 2)],
  [tagged("tomorrow|next \\S+|in (?:#\\d+|a) (?:day|week|month|year)"), () => NONE],
  [tagged("(?:w\\d )?=([\\d./-]+)"), ([, said = ""], today) => numeric(said, today)],
  [
    tagged("(?:w\\d )?(?:the )?#(\\d\\d?)(?:th)? (?:of )?m(\\d+)(?: (?:of )?#(\\d{4}))?"),
    ([, date, month, year], today) => named(dateOf(year, Number(month), Number(date), today), today),
  ],
  [
    tagged("(?:w\\d )?m(\\d+) (?:the )?#(\\d\\d?)(?:th)?(?: ,)?(?: (?:of )?#(\\d{4}))?"),
    ([, month, date, year], today) => named(dateOf(year, Number(month), Number(date), today), today),
  ],
  [
    tagged("m(\\d+) (?:of |in )?#(\\d{4})"),
    ([, month, year], today) => begun(monthAt(Number(year), Number(month)), today, "in"),
  ],
  [
    tagged("m(\\d+) (?:of )?(last|this) year|(last|this) year (?:in )?m(\\d+)"),
    ([said, a, before, after, b], today) => {
      const year = partsOf(today).year - ((before ?? after) === "last" ? 1 : 0);
      return begun(monthAt(year, Number(a ?? b)), today, said.startsWith("m") ? "in" : undefined);
    },
  ],
  [
    tagged("(?:(last|this) )?m(\\d+)"),
    ([, which, month], today) =>
      begun(
        latest(today, (year) => monthAt(year, Number(month)), which === "last"),
        today,
        which ? undefined : "in",
      ),
  ],
  [tagged("this w(\\d)"), ([, weekday], today) => day(weekdayBefore(today + 1, Number(weekday)))],
  [
    tagged("(?:this )?(?:last )?(?:last )?w(\\d)"),
    ([, weekday], today) => day(weekdayBefore(today, Number(weekday))),
  ],
  [tagged("w(\\d) before last"), ([, weekday], today) => day(weekdayBefore(today, Number(weekday)) - 7)],
  [
    tagged("#(\\d+) w(\\d) ago"),
    ([, weeks, weekday], today) => day(weekdayBefore(today, Number(weekday)) - 7 * (Number(weeks) - 1)),
  ],
  [
    tagged("w(\\d) (?:a|#(\\d+)) week ago|(?:a|#(\\d+)) week ago (?:on )?w(\\d)"),
    ([, a, before, after, b], today) =>
      day(weekdayBefore(today, Number(a ?? b)) - 7 * Number(before ?? after ?? 1)),
  ],
  [
    tagged("w(\\d) (?:of )?(?:the )?last week|(?:the )?last week (?:on )?w(\\d)"),
    ([, a, b], today) => day(mondayOf(today) - 7 + ((Number(a ?? b) + 6) % 7)),
  ],
  [
    tagged(`(?:(last|this) )?season(\\d+)(?: (?:of )?(?:#(\\d{4})|(last|this) year))?`),
    ([, which, month, year, ofYear], today) => {
      const started = Number(month);
      const own = ofYear ? partsOf(today).year - (ofYear === "last" ? 1 : 0) : Number(year);
      return year || ofYear
        ? begun(season(own, started), today, "in")
        : begun(
            latest(today, (y) => season(y, started), which === "last"),
            today,
            which ? undefined : "in",
          );
    },
  ],
  [
    tagged(`(?:(?:last|this) )?${FEAST}(?: (?:of |in )?(?:#(\\d{4})|last year))?`),
    ([said, tag = "", year], today) => {
      const own = year ? Number(year) : said.endsWith("year") ? partsOf(today).year - 1 : null;
      const at = own === null ? null : nameDay(tag, own);
      return own === null ? feast(tag, today, 0) : begun(asStretch(at), today);
    },
  ],
  [tagged(`#(\\d+) ${FEAST} ago`), ([, years, tag = ""], today) => feast(tag, today, Number(years) - 1)],
  [
    tagged(`${FEAST} (?:a|#(\\d+)) year ago`),
    ([, tag = "", years], today) => feast(tag, today, Number(years ?? 1) - 1),
  ],
  [tagged(`${FEAST} before last`), ([, tag = ""], today) => feast(tag, today, 1)],
  [
    tagged("(?:q([1-4])|#([1-4])th quarter)(?: (?:of )?(?:#(\\d{4})|(last|this) year))?"),
    ([, a, b, year, which], today) => {
      const nth = Number(a ?? b);
      const own = which ? partsOf(today).year - (which === "last" ? 1 : 0) : Number(year);
      const found = year || which ? quarter(own, nth) : latest(today, (y) => quarter(y, nth), false);
      return begun(found, today, "in");
    },
  ],
  [
    tagged("(?:the )?(week|weekend|month|quarter|year) before last"),
    ([, unit = ""], today) => stretch(unitBack(unit, 2, today)),
  ],
  [
    tagged("(?:in )?(weekend)|(last|this|the) (week|weekend|month|quarter|year)"),
    ([, alone, which, unit = alone ?? ""], today) =>
      stretch(which === "last" ? lastUnit(unit, today) : unitBack(unit, 0, today)),
  ],
  [tagged("#((?:19|20)\\d\\d)"), ([, year], today) => begun(whole(Number(year)), today, "in")],
  [
    tagged(
      "(?:on |the |on the )#(\\d\\d?)(?:th)?|(?:the )?#(\\d\\d?)th (?:(?:of|in) )?(?:the )?(last|this) month",
    ),
    ([, a, b, c, which], today) => dayOfMonth(Number(a ?? b ?? c), which, today),
  ],
  [
    tagged(`${LENGTH}(?<ago> (?:ago|earlier))?`),
    ({ 0: said, groups = {} }, today) => {
      const lengths = lengthsIn(groups);
      if (lengths !== null && WITHIN.test(said))
        return stretch({ from: ago(today, lengths).from, to: today });
      return lengths === null ? day(today) : ago(today, lengths, groups["ago"] ? undefined : "ago");
    },
  ],
];

/** "the 3rd": the latest that has come. */
function dayOfMonth(date: number, which: string | undefined, today: Day): Reading {
  const { year, month } = partsOf(today);
  const back = which === "last" ? [1] : which === "this" ? [0] : [0, 1, 2];
  const days = back.map((months) => {
    const parts = partsOf(monthAt(year, month - months).from);
    return dayAt(parts.year, parts.month, date);
  });
  return named(days.find((at) => at !== null && at <= today) ?? null, today);
}
