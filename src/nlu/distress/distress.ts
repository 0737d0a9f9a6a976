import { readFile } from "node:fs/promises";
import path from "node:path";
import { normalize } from "../normalize.ts";
import { distance } from "../topics/spelling.ts";
import { compilePatterns, type Pattern, PatternError, type WordClasses } from "./pattern.ts";

/** Digits and signs that people put in place of a letter. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  $: "s",
};

/** A text as the patterns read it: folded words with one space round each, every sentence between " . ". */
function sentences(text: string, spell: (word: string) => string = (word) => word): string {
  const said = text
    .replace(/(\p{L})[$013-5]+(?=\p{L})/gu, withLetters)
    .replace(/\.{2,}|…/gu, " ")
    .replace(/(\p{L})\.(?=\p{L}\.)/gu, "$1");
  const parts = said.split(/[.!?;\n\r。！？]+/u);
  const folded = parts.map((part) => normalize(part.replace(/[@&]/gu, " "))).filter((part) => part !== "");
  const spelled = folded.map((part) =>
    part
      .split(" ")
      .map((word) => spell(word.replace(/(\p{L})\1{2,}/gu, "$1$1")))
      .join(" "),
  );
  return ` . ${spelled.map((part) => `${part} . `).join("")}`;
}

const withLetters = (signs: string): string => [...signs].map((sign) => LOOKALIKES[sign] ?? sign).join("");

/** From this length on a word may be taken for a misspelt keyword. */
const SHORTEST = 6;
const DIFFERENT = "!";

/**
 * Gives the keyword that a word misspells by one slip after its first letter, or the word itself. A line of `lines` is
 * a keyword, then words one slip away that are no slips, each with a "!" before it.
 */
function keywordSpeller(lines: readonly string[]): (word: string) => string {
  const words = lines.flatMap((line) => line.split(/\s+/));
  const keywords = words.filter((word) => !word.startsWith(DIFFERENT));
  const known = new Set([
    ...keywords,
    ...words.filter((word) => word.startsWith(DIFFERENT)).map((word) => word.slice(DIFFERENT.length)),
  ]);
  return (word) => {
    if (word.length < SHORTEST || known.has(word)) return word;
    const isNear = (keyword: string) =>
      keyword[0] === word[0] && Math.abs(keyword.length - word.length) < 2 && distance(word, keyword, 1) < 2;
    return keywords.find(isNear) ?? word;
  };
}

/** Finds the patterns that may fit a text: those of which a cue is among its words. */
type MayFit = (words: ReadonlySet<string>) => Pattern[];

const KEY = 3;

/** Makes the index from words to patterns, so that a text costs only the few patterns that it may fit. */
function indexByCues(patterns: readonly Pattern[]): MayFit {
  const byWord = new Map<string, Pattern[]>();
  const byStart = new Map<string, { stem: string; pattern: Pattern }[]>();
  const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const there = map.get(key);
    if (there === undefined) map.set(key, [value]);
    else there.push(value);
  };
  for (const pattern of patterns)
    for (const cue of pattern.cues)
      if (!cue.endsWith("*")) put(byWord, cue, pattern);
      else put(byStart, cue.slice(0, Math.min(KEY, cue.length - 1)), { stem: cue.slice(0, -1), pattern });
  return (words) => {
    const found = new Set<Pattern>();
    for (const word of words) {
      for (const pattern of byWord.get(word) ?? []) found.add(pattern);
      for (let length = 1; length <= KEY; length += 1)
        for (const { stem, pattern } of byStart.get(word.slice(0, length)) ?? [])
          if (word.startsWith(stem)) found.add(pattern);
    }
    return [...found];
  };
}

/** What somebody in distress is met for, the most urgent first. */
export const distressKinds = ["crisis", "security", "abuse", "bereavement"] as const;
export type DistressKind = (typeof distressKinds)[number];

/** Finds the most urgent distress that a text tells, reading all of it in linear time; null when there is none. */
export type FindDistress = (text: string) => DistressKind | null;

/** Reads the patterns of one language from `data/distress/<locale>`. A broken file is an error that names it and quotes the pattern. */
export async function loadDistress(folder: string): Promise<FindDistress> {
  const read = async (name: string) => linesOf(await readFile(path.join(folder, name), "utf8"));
  const classes: WordClasses = new Map((await read("classes.txt")).map(classOf));
  const spell = keywordSpeller(await read("keywords.txt"));
  const compiled = (name: string, patterns: readonly string[], gapEndsAt?: readonly string[]): MayFit => {
    try {
      return indexByCues(compilePatterns(patterns, classes, gapEndsAt));
    } catch (cause) {
      if (cause instanceof PatternError)
        throw new Error(`${path.join(folder, name)}: ${cause.message}`, { cause });
      throw cause;
    }
  };
  const kinds = await Promise.all(
    distressKinds.map(async (kind) => {
      const name = `${kind}.txt`;
      const lines = await read(name);
      return {
        kind,
        certain: compiled(name, marked(lines, CERTAIN)),
        says: compiled(
          name,
          lines.filter((line) => !line.startsWith(CERTAIN) && !line.startsWith(ASIDE)),
        ),
        asides: compiled(name, marked(lines, ASIDE), classes.get(CLAUSE)),
      };
    }),
  );
  return (text) => {
    const said = sentences(text, spell);
    const words = new Set(said.split(" "));
    return kinds.find((signs) => tells(said, words, signs))?.kind ?? null;
  };
}

/** Whether a text tells this kind: by a pattern that is certain, or by one that is left once the others were put aside. */
function tells(said: string, words: ReadonlySet<string>, { certain, says, asides }: Signs): boolean {
  const fits = ({ fits }: Pattern): boolean => said.search(fits) !== -1;
  if (certain(words).some(fits)) return true;
  const told = says(words).filter(fits);
  if (told.length === 0) return false;
  const left = asides(words).reduce((text, aside) => text.replace(aside.fits, "/ "), said);
  return told.some((sign) => left.search(sign.fits) !== -1);
}

/** By which a line of a file begins that is put aside before the others are looked for, and one that is looked for before. */
const ASIDE = "- ";
const CERTAIN = "+ ";
/** the class of words at which somebody else, or another clause, begins: what is put aside does not reach beyond */
const CLAUSE = "clause";

type Signs = Record<"certain" | "says" | "asides", MayFit>;

const marked = (lines: readonly string[], mark: string): string[] =>
  lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));

/** The lines of a file that are neither empty nor comments. */
const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

function classOf(line: string): [string, string[]] {
  const [name = "", members = ""] = line.split(":");
  return [name.trim(), members.split(",").map((member) => member.trim())];
}
