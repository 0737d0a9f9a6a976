import { expect, test } from "vitest";
import { dataPath } from "../../../src/runtime/paths.ts";
import type { Activity } from "../../../src/store/records.ts";
import type { Stop } from "../../../tools/guide-check/crawl.ts";
import { findingsOnWays } from "../../../tools/words/way-rules.ts";
import type { Turn } from "../../../tools/words/ways.ts";
import { loadWording } from "../../../tools/words/wording.ts";

const { limits } = loadWording(dataPath("wording", "en"));

/** A turn that says one text at a place, with buttons of these titles. */
function turn(place: string, text: string, titles: readonly string[] = []): Turn {
  const said: Activity[] = [{ type: "message", text }];
  const buttons = titles.map((title) => ({
    title,
    value: { version: "", step: place, nonce: "", choice: title },
  }));
  return { place, pressed: "", said, stop: { place, buttons } as unknown as Stop };
}

const found = (...turns: Turn[]) =>
  findingsOnWays(
    turns,
    turns.map((one, at) => ({ before: turns.slice(0, at), turn: one })),
    limits,
  );

const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at}`).join(" ");

test("a short way has nothing to find", () => {
  expect(found(turn("a.one", "Hello."), turn("a.two", "Which one?", ["This one", "That one"]))).toEqual([]);
});

test("a turn of too many words is found, at a gate later", () => {
  expect(found(turn("a.one", words(36)))).toMatchObject([
    { rule: "usual", words: "median" },
    { rule: "turn", at: "a.one", count: 36, most: 35 },
  ]);
  expect(found(turn("weigh.decision", words(70)))).toEqual([]);
  expect(found(turn("weigh.decision", words(71)))).toMatchObject([{ rule: "turn", count: 71, most: 70 }]);
});

test("the words of a card count too", () => {
  const card = { content: { type: "AdaptiveCard", body: [{ type: "TextBlock", text: words(36) }] } };
  const { said, ...rest } = turn("a.one", "");
  const withCard = { ...rest, said: said.map((one) => ({ ...one, attachments: [card] })) } as unknown as Turn;
  expect(found(withCard)).toMatchObject([{ rule: "usual" }, { rule: "turn", count: 36 }]);
});

test("a sentence that is said twice is found, but a short caution or what was asked for", () => {
  const [one, two] = ["Your place is saved. Deleting can't be undone.", "Deleting can't be undone."];
  expect(found(turn("a.one", one), turn("a.two", two))).toEqual([]);
  expect(found(turn("a.one", one), turn("a.two", one))).toMatchObject([
    { rule: "repeat", at: "a.two", words: "Your place is saved." },
    { rule: "repeat", at: "a.two" },
  ]);
  expect(found(turn("a.one", one), turn("a.one", one))).toEqual([]);
  expect(found(turn("a.one", one), turn("question.more", one))).toEqual([]);
});

test("a title over four words and more than five buttons are found", () => {
  expect(found(turn("a.one", "Which?", ["Yes, please close my account"]))).toMatchObject([
    { rule: "button", at: "a.one", count: 5 },
  ]);
  expect(found(turn("a.one", "Which?", ["A", "B", "C", "D", "E", "F"]))).toMatchObject([
    { rule: "buttons", at: "a.one", count: 6 },
  ]);
});

test("a usual way over its goals is found", () => {
  const turns = Array.from({ length: 15 }, (_, at) =>
    turn(`a.t${at}`, words(30).replaceAll("word", `w${at}o`)),
  );
  expect(found(...turns)).toMatchObject([{ rule: "usual", words: "total", count: 450, most: 420 }]);
  const guide = ["See our guide.", "The guide says so.", "Ask the guide.", "A guide knows."];
  expect(found(...guide.map((text, at) => turn(`a.t${at}`, text)))).toMatchObject([
    { rule: "usual", words: "guide", count: 4, most: 3 },
  ]);
});
