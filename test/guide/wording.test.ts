import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Guide, loadGuide } from "../../src/guide/guide.ts";
import source from "./source-shingles.json" with { type: "json" };
import { wordsOf } from "./words.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await loadGuide("data/guide/en");
});

const copied = new Set(source.hashes.split(" "));

/** The runs of six words that a text shares with the source, which is kept here as hashes only. */
function runsOfTheSource(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replace(/['’‘]/g, "")
      .match(/[a-z0-9]+/g) ?? [];
  const runs = words
    .map((_, at) => words.slice(at, at + source.words))
    .filter((run) => run.length === source.words);
  return runs
    .map((run) => run.join(" "))
    .filter((run) => copied.has(createHash("sha256").update(run).digest("hex").slice(0, 10)));
}

const offending = (pattern: RegExp) => wordsOf(guide).filter(({ text }) => pattern.test(text));

describe("our own words", () => {
  test("a sentence of the source would be noticed", () => {
    const fact = guide.facts.find(({ id }) => id === "F75");
    expect(runsOfTheSource(fact?.fact ?? "")).not.toEqual([]);
  });

  test("no six words in a row are the source's", () => {
    expect(
      wordsOf(guide).flatMap(({ at, text }) => runsOfTheSource(text).map((run) => `${at}: ${run}`)),
    ).toEqual([]);
  });

  test("a passage is one to three sentences", () => {
    const long = guide.topics
      .flatMap(({ passages }) => passages)
      .filter(({ text }) => (text.match(/[.!?](\s|$)/g) ?? []).length > 3);
    expect(long).toEqual([]);
  });
});

describe("what is never said", () => {
  test.each([
    ["numbers", /\d/],
    [
      "durations in words",
      /\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|few|several|thirty|sixty|ninety) (minute|hour|day|week|month|year)s?\b/i,
    ],
    ["odds, prices and shares", /%|[$€£]|\bper ?cent|\blikely\b|\bchances?\b|\bodds\b|\bfees?\b/i],
    ["Upwork as the speaker", /\bupwork('s)? (guide )?(says|recommends|advises|promises|guarantees|will)\b/i],
    [
      "a last word where there is none",
      /\bimpossible\b|\bguarantee|\balways (be )?(undo|undone|restor)|can always\b/i,
    ],
    ["a promise of removal", /\bthey will remove\b|\bwill be removed\b|\bwill take (it )?down\b/i],
    ["erasure", /\berased?\b|\bdata (is|are|will be) (deleted|removed)\b/i],
    ["reactivating", /\breactivat/i],
    ["a new account instead", /\b(open|create|make|start) (just )?(a )?(new|another|second) account\b/i],
    ["addresses, links and numbers to call", /https?:|www\.|\.com\b|[\w.]+@\w|\+\d/i],
    ["tax advice", /\btax/i],
    [
      "official menus that the guide does not name",
      /Profile Settings|Security|Membership|Help Cent(er|re)|Billing/,
    ],
  ])("%s", (_, pattern) => {
    expect(offending(pattern)).toEqual([]);
  });

  test("a promise that a suspended account can be restored", () => {
    expect(offending(/suspended account (can|will) be restored/i)).toEqual([]);
  });
});

describe("what the cautions ask for", () => {
  const ofFact = (fact: string) =>
    guide.topics.flatMap(({ passages }) => passages).filter(({ facts }) => facts.includes(fact));

  test.each(["F19", "F21", "F54", "F70", "F88"])(
    "L01: %s comes with final first, then what may be possible",
    (fact) => {
      expect(ofFact(fact).length).toBeGreaterThan(0);
      const oneSided = ofFact(fact).filter(
        ({ text }) => !/final.*may be possible.*time and effort.*only upwork can say/i.test(text),
      );
      expect(oneSided).toEqual([]);
    },
  );

  test.each([
    ["L02", "F55", /may differ.*no proof that closing failed/i],
    ["L04", "F79", /Upwork alone decides, case by case; I cannot promise anything/],
    ["L10", "F09", /according to our guide/i],
    ["L11", "F25", /may give peace of mind.*does not say what happens to stored data/i],
    ["L12", "F58", /Our guide calls .*"Invisible".*label on your screen may differ/],
    ["L14", "F60", /can signal/],
    ["L16", "F62", /does not say where to click or how long/],
    ["L17", "F63", /profile and history stay intact.*cannot promise anything about scores or badges/i],
    ["L18", "F13", /You can discuss with them whether removal is possible/],
    [
      "L20",
      "F29",
      /aware of the implications.*current terms first.*does not say whether closing ends any obligations/,
    ],
    ["L22", "F33", /Upwork's own options first\. I do not know whether every username can be changed/],
    ["L23", "F36", /other account types first, and ask Upwork support/],
    ["L26", "F76", /names no deadline/],
    ["L27", "F78", /(do not post|keep) documents, numbers (or|and) passwords (here|out of this chat)/],
    ["L31", "F04", /written mainly for freelancers/],
  ])("%s: every passage with %s carries it", (_, fact, wording) => {
    expect(ofFact(fact).length).toBeGreaterThan(0);
    expect(ofFact(fact).filter(({ text }) => !wording.test(text))).toEqual([]);
  });

  test.each([
    ["L06", "steps.freelancer", /labels on the screen; yours may differ/],
    ["L05", "steps_navigate.overview", /^For a freelancer account/],
    ["L07", "steps_contracts.before", /further conditions on screen; follow what it shows/],
    ["L13", "alt_visibility.not-available", /"Not Available", as our guide calls it/],
    ["L25", "contact_support.start", /gives no link, address or hours/],
    ["L27", "steps_navigate.password", /never in this chat/],
  ])("%s: %s carries it", (_, passage, wording) => {
    expect(guide.passage(passage).text).toMatch(wording);
  });

  test("L19: feedback is met with new projects, a suspension is not", () => {
    expect(guide.topic("reason_feedback").passages.filter(({ text }) => /suspen/i.test(text))).toEqual([]);
    const suspension = [
      ...guide.topic("reason_suspension").passages,
      ...guide.topic("restore_suspended").passages,
    ];
    expect(suspension.filter(({ text }) => /new project|review/i.test(text))).toEqual([]);
  });
});
