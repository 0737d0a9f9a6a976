import { describe, expect, test } from "vitest";
import { easterOf, isoOf } from "../../../src/nlu/answers/calendar.ts";
import { readDate } from "../../../src/nlu/answers/date-grammar.ts";
import type { DateAnswer } from "../../../src/nlu/interpretation.ts";
import { loadLexicon } from "../../../src/nlu/lexicon.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

const { dates } = await loadLexicon(dataPath("utterances", "en"));
const DAY_MS = 86_400_000;

const at = (iso: string): Date => new Date(`${iso}T10:00:00Z`);
const plus = (iso: string, days: number): string =>
  new Date(at(iso).getTime() + days * DAY_MS).toISOString().slice(0, 10);
const weekday = (iso: string): number => at(iso).getUTCDay();

function read(text: string, today: string): DateAnswer | null {
  const reading = readDate(text, at(today), dates);
  return reading?.kind === "date" ? reading.date : null;
}

/** Every day of a year with a leap day and of one without, and the turns around them. */
const clocks = Array.from({ length: 800 }, (_, days) => plus("2027-11-20", days));
const names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

describe("on every day of two years", () => {
  test("a weekday is its last one before today, with and without 'last'", () => {
    for (const today of clocks)
      for (const [index, name] of names.entries()) {
        const found = read(`last ${name.toLowerCase()}`, today);
        expect(found?.date, `${name}, said on ${today}`).toBe(read(`on ${name}`, today)?.date);
        expect(weekday(found?.date ?? "")).toBe(index);
        expect(found?.days).toBeGreaterThan(0);
        expect(found?.days).toBeLessThan(8);
      }
  });

  test("the last Friday of this month has come and is of this month, or is asked for again", () => {
    for (const today of clocks) {
      const found = read("the last friday of this month", today);
      const month = today.slice(0, 7);
      const fridays = Array.from({ length: 31 }, (_, back) => plus(today, -back)).filter(
        (day) => day.startsWith(month) && weekday(day) === 5,
      );
      expect(found?.date, today).toBe(fridays[0]);
    }
  });

  test("today, yesterday and so many days ago are counted back over the ends of months and years", () => {
    for (const today of clocks) {
      expect(read("this morning", today)?.date).toBe(today);
      expect(read("yesterday", today)?.date).toBe(plus(today, -1));
      expect(read("the day before yesterday", today)?.date).toBe(plus(today, -2));
      for (const days of [3, 10, 31]) expect(read(`${days} days ago`, today)?.date).toBe(plus(today, -days));
      expect(read("3 wks back", today)?.date).toBe(plus(today, -21));
    }
  });

  test("a day of a month without a year is the latest that has come", () => {
    for (const today of clocks) {
      for (const name of months) {
        const found = read(`${name} 3`, today)?.date ?? "";
        expect(found <= today && found > plus(today, -367), `${name} 3 on ${today}: ${found}`).toBe(true);
        expect(read(`the 3rd of ${name}`, today)?.date).toBe(found);
      }
      const third = read("on the 3rd", today)?.date ?? "";
      expect(third.endsWith("-03") && third <= today && third > plus(today, -32), today).toBe(true);
      const leap = read("29 february", today)?.date ?? "";
      expect(leap, today).toBe(today >= "2028-02-29" ? "2028-02-29" : "2024-02-29");
    }
  });

  test("stretches and vague lengths have begun: seasons, months, feasts, quarters, years", () => {
    const says = [
      ...["spring", "summer", "autumn", "winter"].flatMap((season) => [`in the ${season}`, `last ${season}`]),
      ...months.map((name) => `since ${name}`),
      ...["before christmas", "around christmas", "before easter", "after easter", "two christmases ago"],
      ...["q1", "q2", "q3", "q4", "mid june", "late october", "end of last year", "early this year"],
      ...["last week", "last month", "last year", "half a year", "a yr n a half", "last weekend"],
    ];
    for (const today of clocks)
      for (const said of says) {
        const found = read(said, today);
        expect(found, `${said} on ${today}`).toMatchObject({ date: null });
        expect(found?.days, `${said} on ${today}`).toBeGreaterThanOrEqual(0);
      }
  });

  test("03/04 is asked back, 13/04 is not, and neither is still to come", () => {
    for (const today of clocks) {
      const either = read("03/04", today);
      expect(either?.choices?.map(({ date }) => date?.slice(5))).toEqual(["03-04", "04-03"]);
      for (const { days } of either?.choices ?? []) expect(days).toBeGreaterThanOrEqual(0);
      expect(read("13/04", today)).toMatchObject({ date: expect.stringMatching(/-04-13$/) });
      expect(read("13/04", today)?.choices).toBeUndefined();
    }
  });

  test("days to come are none", () => {
    for (const today of clocks)
      for (const said of ["tomorrow", "next week", "next friday", "in 3 days", plus(today, 1), "march 2050"])
        expect(readDate(said, at(today), dates), `${said} on ${today}`).toEqual({ kind: "none" });
  });
});

describe("the seasons of a year", () => {
  test.each([
    ["2026-07-10", "last summer", 2025],
    ["2026-09-01", "last summer", 2026],
    ["2026-11-29", "last summer", 2026],
    ["2026-07-10", "in the summer", 2026],
    ["2026-05-31", "in the summer", 2025],
    ["2027-01-10", "last summer", 2026],
  ])("on %s %s is that of %i", (today, said, year) => {
    const middle = at(today).getTime() - (read(said, today)?.days ?? Number.NaN) * DAY_MS;
    expect(new Date(middle).getUTCFullYear()).toBe(year);
  });
});

test.each([
  [2024, "2024-03-31"],
  [2025, "2025-04-20"],
  [2026, "2026-04-05"],
  [2027, "2027-03-28"],
  [2028, "2028-04-16"],
  [2038, "2038-04-25"],
  [2285, "2285-03-22"],
])("Easter of %i is %s", (year, day) => expect(isoOf(easterOf(year))).toBe(day));

describe("said on Sunday, 29 November 2026", () => {
  test.each([
    ["the last Friday of this month", "2026-11-27"],
    ["last friday of october", "2026-10-30"],
    ["march one 2020", "2020-03-01"],
    ["twenty first of march", "2026-03-21"],
    ["march twenty first twenty twenty", "2020-03-21"],
    ["last tuesday", "2026-11-24"],
    ["tuesday last week", "2026-11-17"],
    ["the tuesday before last", "2026-11-17"],
    ["since monday", "2026-11-23"],
    ["not today, it was about ten days ago", "2026-11-19"],
    ["it was monday, not tuesday", "2026-11-23"],
    ["yesterday no wait, monday", "2026-11-23"],
    ["octber 3", "2026-10-03"],
    ["Oct 3rd, 2025", "2025-10-03"],
    ["friday 13 november", "2026-11-13"],
    ["wendsday", "2026-11-25"],
    ["the 31st", "2026-10-31"],
    ["2024-03-05", "2024-03-05"],
    ["closed it on nov 3, 2025 at 10:30", "2025-11-03"],
    ["5 hours ago", "2026-11-29"],
    ["dec 25", "2025-12-25"],
  ])("%s", (said, date) => expect(read(said, "2026-11-29")?.date).toBe(date));

  test.each([
    ["last summer", "last summer", 135],
    ["in the spring", "in the spring", 227],
    ["since May", "in May", 197],
    ["before christmas", "before Christmas", 340],
    ["hmm must have been before easter", "before Easter", 239],
    ["a yr n a half", "a year and a half ago", 549],
    ["2 yrs back", "2 years ago", 730],
    ["like 2 years ago", "2 years ago", 730],
    ["back in 2021", "back in 2021", 1976],
    ["two christmases ago", "two Christmases ago", 704],
    ["half a year", "half a year ago", 184],
    ["mid june", "in mid June", 166],
    ["end of last year", "at the end of last year", 393],
    ["Q1", "in Q1", 287],
    ["i joined in 2019 and closed it in march", "in March", 258],
    ["it wasn't last week but the week before last", "the week before last", 17],
    ["i didnt close it until march", "in March", 258],
    ["not sure, maybe march", "in March", 258],
    ["3 months after I joined", "3 months after I joined", null],
  ])("%s is said back as '%s'", (given, said, days) =>
    expect(read(given, "2026-11-29")).toEqual({ said, date: null, days }),
  );

  test.each([
    "i didn't close it yesterday",
    "not today",
    "30 february",
    "dec 25 2026",
    "the 31st of november",
  ])("%s names no day", (said) => expect(readDate(said, at("2026-11-29"), dates)).toEqual({ kind: "none" }));

  test.each([
    "I don't remember",
    "I may have the email",
    "i have 2 accounts",
    "the third one",
    "i made 2020 dollars",
    "the second option",
    "1",
    "",
  ])("'%s' says nothing of a day", (said) => expect(readDate(said, at("2026-11-29"), dates)).toBeNull());

  test("two days that are named are both kept", () =>
    expect(read("march or april", "2026-11-29")?.choices).toMatchObject([
      { said: "in March" },
      { said: "in April" },
    ]));
});
