import { describe, expect, test } from "vitest";
import {
  afterOpenMs,
  attendanceAt,
  attendanceFrom,
  type OpeningHours,
  openMsBetween,
} from "../../src/tickets/availability.ts";

const HOUR = 3_600_000;
const working = ["mon", "tue", "wed", "thu", "fri"] as const;
const week = (timeZone: string, from = "09:00", to = "17:00"): OpeningHours => ({
  timeZone,
  hours: Object.fromEntries(working.map((day) => [day, [[from, to]]])),
  holidays: [],
});
const every = (timeZone: string, times: [string, string][]): OpeningHours => ({
  timeZone,
  hours: Object.fromEntries([...working, "sat", "sun"].map((day) => [day, times])),
  holidays: [],
});
/** From when on somebody is there: the moment itself while the desk is open. */
const next = (hours: OpeningHours, at: string): string | null => {
  const opens = attendanceFrom(hours, new Date(at))?.opens;
  return opens === undefined ? null : new Date(Math.max(opens.getTime(), Date.parse(at))).toISOString();
};
const isOpenAt = (hours: OpeningHours, at: Date): boolean =>
  next(hours, at.toISOString()) === at.toISOString();
const between = (hours: OpeningHours, from: string, to: string) =>
  openMsBetween(hours, new Date(from), new Date(to)) / HOUR;

describe("an ordinary week", () => {
  const lisbon = week("Europe/Lisbon");

  test("the opening belongs to the open time, the closing does not", () => {
    const open = ["2026-01-14T09:00:00.000Z", "2026-01-14T16:59:59.999Z"];
    const shut = ["2026-01-14T08:59:59.999Z", "2026-01-14T17:00:00.000Z", "2026-01-17T12:00:00.000Z"];
    expect(open.map((at) => isOpenAt(lisbon, new Date(at)))).toEqual([true, true]);
    expect(shut.map((at) => isOpenAt(lisbon, new Date(at)))).toEqual([false, false, false]);
  });

  test.each([
    ["in an open hour it is now", "2026-01-14T10:30:00.000Z", "2026-01-14T10:30:00.000Z"],
    ["early in the morning it is the same day", "2026-01-14T03:00:00.000Z", "2026-01-14T09:00:00.000Z"],
    ["in the evening it is the next day", "2026-01-14T18:00:00.000Z", "2026-01-15T09:00:00.000Z"],
    ["on Friday evening it is Monday", "2026-01-16T18:00:00.000Z", "2026-01-19T09:00:00.000Z"],
  ])("%s", (_, at, opening) => expect(next(lisbon, at)).toBe(opening));

  test("without hours somebody is always there, with empty ones never", () => {
    const always = { timeZone: "UTC", holidays: ["2026-01-14"] };
    const at = new Date("2026-01-14T03:00:00.000Z");
    expect(attendanceAt(always, at)).toEqual({ kind: "always" });
    expect(attendanceAt(every("UTC", [["00:00", "24:00"]]), at)).toEqual({ kind: "always" });
    expect(attendanceAt({ ...always, hours: {} }, at)).toEqual({ kind: "unknown" });
    expect(afterOpenMs({ ...always, hours: {} }, new Date(0), 1)).toBeNull();
  });

  test("somebody is told until when, or from when on", () => {
    const monday = {
      opens: new Date("2026-01-19T09:00:00.000Z"),
      closes: new Date("2026-01-19T17:00:00.000Z"),
    };
    expect(attendanceAt(lisbon, new Date("2026-01-16T16:00:00.000Z"))).toEqual({
      kind: "now",
      closes: new Date("2026-01-16T17:00:00.000Z"),
    });
    expect(attendanceAt(lisbon, new Date("2026-01-16T17:00:00.000Z"))).toEqual({ kind: "later", ...monday });
  });

  test("a holiday is that day where the desk is, and several in a row are passed over", () => {
    const auckland = { ...week("Pacific/Auckland"), holidays: ["2026-12-25", "2026-12-28"] };
    expect(next(auckland, "2026-12-24T20:30:00.000Z")).toBe("2026-12-28T20:00:00.000Z");
    expect(next(week("Pacific/Auckland"), "2026-12-24T20:30:00.000Z")).toBe("2026-12-24T20:30:00.000Z");
  });

  test("open time is counted over nights and weekends, and found again from its length", () => {
    expect(between(lisbon, "2026-01-16T16:00:00.000Z", "2026-01-19T10:00:00.000Z")).toBe(2);
    const from = new Date("2026-01-16T16:00:00.000Z");
    expect(afterOpenMs(lisbon, from, 2 * HOUR)?.toISOString()).toBe("2026-01-19T10:00:00.000Z");
    expect(afterOpenMs(lisbon, from, HOUR)?.toISOString()).toBe("2026-01-16T17:00:00.000Z");
    const always = { timeZone: "UTC", holidays: [] };
    expect(afterOpenMs(always, from, HOUR)?.toISOString()).toBe("2026-01-16T17:00:00.000Z");
    expect(between(always, "2026-01-16T16:00:00.000Z", "2026-01-19T16:00:00.000Z")).toBe(72);
  });

  test("two times in a day leave the pause between them closed", () => {
    const split = every("UTC", [
      ["14:00", "18:00"],
      ["09:00", "12:00"],
    ]);
    expect(next(split, "2026-01-14T12:30:00.000Z")).toBe("2026-01-14T14:00:00.000Z");
    expect(between(split, "2026-01-14T00:00:00.000Z", "2026-01-15T00:00:00.000Z")).toBe(7);
  });

  test("a night shift of two days is one time", () => {
    const night = every("UTC", [
      ["00:00", "06:00"],
      ["22:00", "24:00"],
    ]);
    expect(isOpenAt(night, new Date("2026-01-15T00:00:00.000Z"))).toBe(true);
    expect(between(night, "2026-01-14T22:00:00.000Z", "2026-01-15T06:00:00.000Z")).toBe(8);
    expect(next(night, "2026-01-14T12:00:00.000Z")).toBe("2026-01-14T22:00:00.000Z");
  });
});

describe("when the clocks change", () => {
  test.each([
    [
      "Berlin, the day before summer time",
      "Europe/Berlin",
      "2026-03-27T20:00:00.000Z",
      "2026-03-30T07:00:00.000Z",
    ],
    [
      "Berlin, the weekend of winter time",
      "Europe/Berlin",
      "2026-10-23T20:00:00.000Z",
      "2026-10-26T08:00:00.000Z",
    ],
    ["New York, into summer", "America/New_York", "2026-03-06T23:00:00.000Z", "2026-03-09T13:00:00.000Z"],
    ["New York, into winter", "America/New_York", "2026-10-30T23:00:00.000Z", "2026-11-02T14:00:00.000Z"],
    [
      "Sydney, into summer in October",
      "Australia/Sydney",
      "2026-10-02T09:00:00.000Z",
      "2026-10-04T22:00:00.000Z",
    ],
    [
      "Lord Howe, by half an hour",
      "Australia/Lord_Howe",
      "2026-10-02T09:00:00.000Z",
      "2026-10-04T22:00:00.000Z",
    ],
    ["Kolkata, which never changes", "Asia/Kolkata", "2026-03-27T20:00:00.000Z", "2026-03-30T03:30:00.000Z"],
  ])("%s: nine o'clock stays nine o'clock", (_, timeZone, at, opening) => {
    expect(next(week(timeZone), at)).toBe(opening);
  });

  test("a day that loses an hour has one open hour less, one that gains it one more", () => {
    const berlin = every("Europe/Berlin", [["00:00", "24:00"]]);
    expect(between(berlin, "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z")).toBe(23);
    const night = every("Europe/Berlin", [["01:00", "04:00"]]);
    expect(between(night, "2026-03-28T12:00:00.000Z", "2026-03-29T12:00:00.000Z")).toBe(2);
    expect(between(night, "2026-10-24T12:00:00.000Z", "2026-10-25T12:00:00.000Z")).toBe(4);
  });

  test("an opening in the hour that is skipped is when the clocks go on", () => {
    const night = every("Europe/Berlin", [["02:30", "05:00"]]);
    expect(next(night, "2026-03-28T12:00:00.000Z")).toBe("2026-03-29T01:30:00.000Z");
  });

  test("of an hour that comes twice, the desk opens in the first and closes in the second", () => {
    const night = every("Europe/Berlin", [["02:30", "02:45"]]);
    expect(next(night, "2026-10-24T12:00:00.000Z")).toBe("2026-10-25T00:30:00.000Z");
    expect(isOpenAt(night, new Date("2026-10-25T01:44:00.000Z"))).toBe(true);
    expect(isOpenAt(night, new Date("2026-10-25T01:45:00.000Z"))).toBe(false);
  });

  test("a day that a country skipped is not missed", () => {
    const apia = every("Pacific/Apia", [["09:00", "17:00"]]);
    expect(next(apia, "2011-12-30T04:00:00.000Z")).toBe("2011-12-30T19:00:00.000Z");
  });
});
