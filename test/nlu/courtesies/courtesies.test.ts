import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OUT_OF_SCOPE_TOPICS } from "../../../src/nlu/topics/decision.ts";
import { guessTopic } from "../../../src/nlu/topics/topic-guess.ts";
import { isDirect, type Judged } from "../../../tools/evaluation/metrics.ts";
import { meaningOf, parts } from "../parts.ts";

const { needIn } = parts.words;
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
/** Wordings that the patterns were written with, and others that they were not. */
const known = JSON.parse(read("known.json")) as Record<"front" | "end" | "alone", string[]> & {
  both: [string, string][];
  kept: [string, string][];
};
const apart = JSON.parse(read("apart.json")) as Record<"front" | "end", string[]>;
const NEED = "my account got stopped last week";

describe("courtesies are parted from the need", () => {
  test.each(known.front)("%s", (front) => expect(needIn(`${front} ${NEED}`)).toContain(NEED));
  test.each(known.end)("%s", (end) => expect(needIn(`${NEED}. ${end}`)).toContain(NEED));
  test.each(known.both)("%s … %s", (front, end) =>
    expect(needIn(`${front} ${NEED} ${end}`).replace(/[.!]$/u, "")).toBe(NEED),
  );
  test.each(known.alone)("nothing is left of: %s", (text) => expect(needIn(text)).toBe(""));
  test.each(known.kept)("%s is none", (text, need) => expect(needIn(text)).toBe(need));
});

test("a long text is parted in little time", () => {
  const text = "hello dear sir thank you so much kindly please ".repeat(2_000);
  const before = performance.now();
  needIn(`${text} ${NEED} ${text}`);
  expect(performance.now() - before).toBeLessThan(5_000);
});

describe("topics are told as well with courtesies", () => {
  const lines = ["collector", "phone-typists"].flatMap((name) =>
    read(`../kept-apart/${name}.jsonl`).trim().split("\n"),
  );
  const needs = lines
    .map((line) => JSON.parse(line) as { text: string; label?: string; accept?: string[] })
    .map(({ text, label, accept }) => ({ text, accept: accept ?? [label ?? ""] }))
    .filter(
      ({ accept: [topic = ""] }) => ![...OUT_OF_SCOPE_TOPICS, "greeting", "thanks", "bye"].includes(topic),
    );
  const right = (say: (text: string, at: number) => string): number =>
    needs
      .map(
        ({ text, accept }, at): Judged => ({ text, accept, guess: guessTopic(say(text, at), null, parts) }),
      )
      .filter(isDirect).length / needs.length;
  const of = (phrases: readonly string[], at: number): string => phrases[at % phrases.length] ?? "";
  const plain = right((text) => text);

  test.each([
    ["known, in front", (text: string, at: number) => `${of(known.front, at)} ${text}`, 0.02],
    ["known, at the end", (text: string, at: number) => `${text} ${of(known.end, at)}`, 0.02],
    ["others, in front", (text: string, at: number) => `${of(apart.front, at)} ${text}`, 0.04],
    ["others, at the end", (text: string, at: number) => `${text} ${of(apart.end, at)}`, 0.03],
    [
      "others, both",
      (text: string, at: number) => `${of(apart.front, at)} ${text}. ${of(apart.end, 7 * at)}`,
      0.05,
    ],
  ])("%s", (_, say, most) => expect(plain - right(say)).toBeLessThanOrEqual(most));
});

describe("a need goes before the courtesies round it", () => {
  test.each([
    ["hello good day sir, my account is suspended, kindly help me asap thank you so much", "ask"],
    ["Dear team, please connect me to a real person. Best regards, Ana", "wish"],
    ["good morning all, are you a bot? many thanks", "about-desk"],
  ])("%s", async (text, act) => expect((await meaningOf(text)).acts[0]?.act).toBe(act));
  test("thanks alone are thanks", async () =>
    expect((await meaningOf("thank you so much for your kind assistance")).acts[0]).toMatchObject({
      act: "command",
      command: "thanks",
    }));
});
