import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const letters = "abcdefghijklmnopqrstuvwxyz";

/** A text with `count` random slips: a letter swapped with its neighbour, left out, doubled or replaced. */
export function withTypos(text: string, count: number, random: () => number): string {
  let slipped = text;
  for (let i = 0; i < count && slipped.length > 2; i++) {
    const at = Math.floor(random() * (slipped.length - 1));
    const [before, here, next, after] = [
      slipped.slice(0, at),
      slipped.charAt(at),
      slipped.charAt(at + 1),
      slipped.slice(at + 2),
    ];
    const other = letters.charAt(Math.floor(random() * letters.length));
    const slips = [next + here, next, here + here + next, other + next];
    slipped = before + slips[Math.floor(random() * slips.length)] + after;
  }
  return slipped;
}

/** An example, or one made of it; `source` is the place of the original in the list. */
export interface Sourced extends Example {
  source: number;
  /** made of the original by a slip of the fingers */
  slipped?: true;
}

/** The examples, and after them each with one slip of the fingers, so that slips that no speller puts right are known. */
export function withTypoAugmentation(examples: readonly Example[], random: () => number): Sourced[] {
  const originals = examples.map((example, source) => ({ ...example, source }));
  const slipped = originals.map((one) => ({
    ...one,
    text: withTypos(one.text, 1, random),
    slipped: true as const,
  }));
  return [...originals, ...slipped];
}

/** Courtesies that are said before a need and after it. */
export interface Courtesies {
  front: readonly string[];
  end: readonly string[];
}

/** One example in so many gets a twin with courtesies round it. */
const ONE_IN = 3;
/** One courtesy in so many is followed by another. */
const TWO_IN = 3;

/** Twins of some examples with courtesies in front, at the end or both, so that those that no pattern takes off do not mislead. */
export function courteousTwins(
  examples: readonly Example[],
  { front, end }: Courtesies,
  random: () => number,
): Sourced[] {
  const oneOf = (phrases: readonly string[]): string => phrases[Math.floor(random() * phrases.length)] ?? "";
  const some = (phrases: readonly string[]): string =>
    random() < 1 / TWO_IN ? `${oneOf(phrases)} ${oneOf(phrases)}` : oneOf(phrases);
  if (front.length === 0 || end.length === 0) return [];
  return examples.flatMap((example, source) => {
    if (source % ONE_IN !== 0 || IS_COURTESY.includes(example.topic)) return [];
    const way = random();
    const before = way < 2 / 3 ? `${some(front)} ` : "";
    const after = way >= 1 / 3 ? `${random() < 1 / 2 ? "." : ""} ${some(end)}` : "";
    return [{ ...example, text: before + example.text + after, source }];
  });
}

/** Topics whose texts are courtesies themselves. */
export const IS_COURTESY: readonly string[] = ["greeting", "thanks", "bye"];

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A text and the topic that a person would file it under. */
export interface Example {
  text: string;
  topic: string;
  /** what sort of wording it is: `everyday`, or written to be hard to tell */
  theme: string;
}

/** The labelled examples of a language: `<topic>.txt` or `<topic>.<theme>.txt`, one text a line; empty lines are skipped. */
export async function readExamples(folder: string): Promise<Example[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  return files.flatMap((name, index) =>
    (texts[index] ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((text) => ({ text, ...named(name) })),
  );
}

function named(file: string): { topic: string; theme: string } {
  const [topic = "", theme = ""] = file.slice(0, -".txt".length).split(".");
  return { topic, theme };
}
