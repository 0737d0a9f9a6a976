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

  test.each(["F19", "F54"])("L01: %s comes with no way back", (fact) => {
    expect(ofFact(fact).length).toBeGreaterThan(0);
    expect(ofFact(fact).filter(({ text }) => !/can't be undone|\bfinal\b/i.test(text))).toEqual([]);
  });

  test.each(["F21", "F70", "F88"])("L01: %s comes with final first, then what may be possible", (fact) => {
    expect(ofFact(fact).length).toBeGreaterThan(0);
    const oneSided = ofFact(fact).filter(
      ({ text }) =>
        !/(can't be undone|\bfinal\b).*(may be|sometimes) possible.*time and effort.*only upwork decides/i.test(
          text,
        ) &&
        !/sometimes possible, even though deleting is treated as final.*time and effort.*only upwork decides/i.test(
          text,
        ),
    );
    expect(oneSided).toEqual([]);
  });

  test.each([
    ["L02", "F55", /may see.*different message doesn't prove that closing failed/i],
    ["L04", "F79", /Only Upwork can lift a suspension, case by case\. I can't promise the outcome/],
    ["L10", "F09", /remove|lose/i],
    ["L11", "F25", /may give peace of mind.*don't know what happens to stored data/i],
    ["L12", "F58", /"Invisible".*label may differ/],
    ["L14", "F60", /can signal/],
    ["L16", "F62", /don't know where to click or how long/],
    ["L17", "F63", /profile and history stay intact.*can't promise anything about scores or badges/i],
    ["L18", "F13", /You can discuss with them whether it can be removed/],
    [
      "L20",
      "F29",
      /aware of the implications.*current terms first.*don't know whether closing ends any obligations/,
    ],
    ["L22", "F33", /Upwork's own options first; I don't know whether every username can be changed/],
    ["L23", "F36", /other account types first, and ask Upwork support/],
    ["L26", "F76", /don't know of a deadline/],
    ["L27", "F78", /don't send documents, numbers or passwords here/],
    ["L31", "F04", /mainly for freelancers/],
  ])("%s: every passage with %s carries it", (_, fact, wording) => {
    expect(ofFact(fact).length).toBeGreaterThan(0);
    expect(ofFact(fact).filter(({ text }) => !wording.test(text))).toEqual([]);
  });

  test.each([
    ["L06", "steps.freelancer", /labels may differ/i],
    ["L05", "steps_navigate.overview", /^For a freelancer account/],
    ["L07", "steps_contracts.before", /more conditions, follow those/],
    ["L13", "alt_visibility.not-available", /"Not Available".*label may differ/],
    ["L25", "contact_support.start", /don't have a link, address or hours/],
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
