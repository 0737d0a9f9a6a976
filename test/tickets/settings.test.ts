import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSettings } from "../../src/tickets/settings.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "settings-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function settings(raw: object) {
  const file = path.join(folder, "desk.json");
  await writeFile(file, JSON.stringify(raw));
  return loadSettings(file);
}

test("a file of an older version has the desk always open", async () => {
  expect(await settings({ welcomeBackHours: 24 })).toEqual({
    crisisLines: { default: { line: "findahelpline.com" }, countries: {} },
    welcomeBackHours: 24,
    timeZone: "UTC",
    holidays: [],
    teams: [],
    leaseSeconds: 120,
    leaseInTeamsSeconds: 1_800,
    expireDays: 7,
    reopenDays: 7,
    retention: { botOnlyDays: 90, escalatedDays: 365, resolvedDays: 180, auditDays: 730, readingDays: 90 },
    reading: { closedByOthers: "everybody", unusualPerHour: 60 },
    signIn: {
      idleHours: 8,
      longestHours: 168,
      stepUpMinutes: 10,
      codeFor: [],
      groups: {},
      groupsClaim: "groups",
    },
  });
});

test.each([
  ["a time zone that is none", { timeZone: "Mars/Base" }, /timeZone: must be a time zone/],
  ["a time that is none", { hours: { mon: [["9", "17:00"]] } }, /hours\.mon\.0\.0: must be a time/],
  ["a time that ends before it begins", { hours: { mon: [["22:00", "06:00"]] } }, /hours\.mon\.0: must end/],
  ["a day that is none", { hours: { monday: [] } }, /hours/],
  ["a date that is none", { holidays: ["2026-02-30"] }, /holidays\.0/],
  ["a team without a title", { teams: [{ id: "billing" }] }, /teams\.0\.title/],
  ["a key that nobody knows", { lease: 3 }, /top: .*lease/],
])("%s is refused with the file and the key", async (_, raw, says) => {
  await expect(settings({ welcomeBackHours: 24, ...raw })).rejects.toThrow(says);
  await expect(settings({ welcomeBackHours: 24, ...raw })).rejects.toThrow("desk.json");
});
