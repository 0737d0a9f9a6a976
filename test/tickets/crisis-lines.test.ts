import { expect, test } from "vitest";
import { loadMessages } from "../../src/guide/messages.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import { CrisisLines, crisisLines, loadSettings } from "../../src/tickets/settings.ts";

const source = { source: "https://example.org/lines", checked: "2026-11-29" };
const lines = CrisisLines.parse({
  countries: {
    IE: { line: "Listeners on 116", where: "in Ireland", ...source, said: ["in ireland"] },
    GB: { line: "Hearers on 117", where: "in the UK", ...source, said: ["northern ireland", "uk"] },
  },
});
const lineFor = crisisLines(lines, loadMessages(dataPath("phrases", "en")));

test.each<[string, string[], RegExp]>([
  ["", ["en"], /findahelpline\.com/],
  ["", ["en-IE"], /^Listeners on 116 in Ireland, or findahelpline\.com/],
  ["", ["de", "en-GB"], /117/],
  ["", ["en-AU"], /findahelpline\.com/],
  ["I am in Ireland", ["en-GB"], /^Listeners on 116$/],
  ["I'm in Northern Ireland", ["en-IE"], /117/],
  ["my duke", ["en"], /findahelpline\.com/],
  ["", ["not a locale!", "en-IE"], /116/],
])("%j with the locales %j", (said, locales, line) => expect(lineFor(said, locales)).toMatch(line));

test("a telephone number without its source and the day it was checked is refused, for a country and as the neutral line", () => {
  for (const wrong of [
    { countries: { IE: { line: "116 123", where: "in Ireland" } } },
    { countries: { IE: { line: "116 123", where: "in Ireland", source: source.source } } },
    { default: { line: "call 116 123" } },
    { countries: { Ireland: { line: "Listeners", where: "in Ireland" } } },
  ])
    expect(CrisisLines.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test("each number that ships names its source and the day", () => {
  const { crisisLines: shipped } = loadSettings(dataPath("desk.json"));
  expect(shipped.default.line).toMatch(/^[a-z.]+$/);
  for (const { line, source, checked } of Object.values(shipped.countries))
    expect({ line, source, checked }).toEqual({
      line,
      source: expect.stringMatching(/^https:/),
      checked: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
});
