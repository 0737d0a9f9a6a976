import type { Activity } from "../../src/store/records.ts";

/** Keys of a card that hold words for people; its buttons are read elsewhere. */
const CARD_WORDS: readonly string[] = ["text", "label", "value"];
const CARD_PARTS: readonly string[] = ["body", "items", "inlines", "columns"];

/** Returns the words of a card's body, a string for each piece. */
function wordsOfCard(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(wordsOfCard);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (CARD_WORDS.includes(key) && typeof value === "string") return [value];
    return CARD_PARTS.includes(key) ? wordsOfCard(value) : [];
  });
}

/** Returns what a person reads in the messages of a turn: texts and card texts, without buttons. */
export const readIn = (said: readonly Activity[]): string[] =>
  said.flatMap(({ text, attachments }) => [
    ...(text ? [text] : []),
    ...((attachments ?? []) as { content?: unknown }[]).flatMap(({ content }) => wordsOfCard(content)),
  ]);

/** Counts words: runs between spaces that hold a letter or a digit. */
export const countWords = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Splits a text into sentences; a new line ends one too. */
export const sentencesIn = (text: string): string[] =>
  text
    .split(/\n+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /\p{L}/u.test(sentence));

/** Returns the form in which two sentences are the same. */
export const normalized = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
