import path from "node:path";
import { DataFileError } from "../runtime/data-file.ts";
import { normalize } from "./normalize.ts";
import { keywordSpeller } from "./patterns/keywords.ts";
import { occurrenceFinder } from "./patterns/occurrences.ts";
import { compilePatterns, type Pattern, type WordClasses } from "./patterns/pattern.ts";
import { naming, readClasses, readLines } from "./patterns/pattern-file.ts";

/** Gives what a text says besides courtesies: "hi sir, close my account pls" -> "close my account". Of courtesies alone nothing is left. */
export type PartCourtesies = (text: string) => string;

/** Where a courtesy may stand: at the beginning or end of a part of a text, at either, anywhere, or as the text's signature. */
const places = ["beginning", "end", "either", "anywhere", "signing"] as const;
type Place = (typeof places)[number];

interface Courtesy extends Pattern {
  place: Place;
}

const HEAD = "= ";
/** the classes of words of which nothing is needed, and of those that tie a need to the courtesy before it */
const NOTHING = "nothing";
const JOINING = "joining";
/** the class of words that go with a courtesy at the edge of a text, and of those that a part with a courtesy may consist of */
const EDGE = "edge";
const SOFT = "soft";

/** Reads the courtesies of a language from `courtesies/` in its folder of utterances. A broken file is an error that names it. */
export async function loadCourtesies(folder: string): Promise<PartCourtesies> {
  const inFolder = (name: string): string => path.join(folder, name);
  const [classes, lines, keywords] = await Promise.all([
    readClasses(inFolder("classes.txt")),
    readLines(inFolder("patterns.txt")),
    readLines(inFolder("keywords.txt")),
  ]);
  const file = inFolder("patterns.txt");
  const members = (name: string): ReadonlySet<string> => {
    const found = classes.get(name);
    if (found === undefined)
      throw new DataFileError(`${inFolder("classes.txt")}: there is no class <${name}>`);
    return new Set(found);
  };
  const finding: Finding = {
    find: occurrenceFinder(courtesiesOf(file, lines, classes)),
    spell: keywordSpeller(keywords),
    nothing: members(NOTHING),
    joining: members(JOINING),
    edge: members(EDGE),
    soft: members(SOFT),
  };
  let newest = { text: "", left: "" };
  return (text) => {
    if (newest.text === text) return newest.left;
    let left = text;
    for (let round = 0; round < ROUNDS; round += 1) {
      const less = once(left, finding);
      if (less === left) break;
      left = less;
      if (left === "") break;
    }
    newest = { text, left };
    return left;
  };
}

/** What is at the edge only once another courtesy is gone is found in a round after. */
const ROUNDS = 3;

function courtesiesOf(file: string, lines: readonly string[], classes: WordClasses): Courtesy[] {
  let current: Place | undefined;
  const read = lines.flatMap((line) => {
    if (line.startsWith(HEAD)) {
      current = places.find((place) => place === line.slice(HEAD.length));
      if (current === undefined)
        throw new DataFileError(`${file}: there is no place "${line.slice(HEAD.length)}"`);
      return [];
    }
    if (current === undefined) throw new DataFileError(`${file}: "${line}" stands under no place`);
    return [{ line, place: current }];
  });
  const compiled = naming(file, () =>
    compilePatterns(
      read.map(({ line }) => line),
      classes,
    ),
  );
  return compiled.map((pattern, at) => ({ ...pattern, place: read[at]?.place ?? "either" }));
}

/** A word of a text: as patterns read it, and where it stands in the text and among its parts. */
interface Word {
  said: string;
  from: number;
  to: number;
  part: number;
}

const WORDS = /[\p{L}\p{M}\p{N}'’‘`´\u200b-\u200f\ufeff]+/gu;
/** Signs that end a part of a text. */
const ENDS = /[.!?;:,\n()…—–。！？]|\s-\s/u;

function wordsOf(text: string, spell: (word: string) => string): Word[] {
  const words: Word[] = [];
  let part = 0;
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const folded = normalize(word).replaceAll(" ", "");
    if (folded === "") continue;
    if (words.length > 0 && ENDS.test(text.slice(end, index))) part += 1;
    end = index + word.length;
    words.push({ said: spell(folded.replace(/(\p{L})\1{2,}/gu, "$1$1")), from: index, to: end, part });
  }
  return words;
}

/** A courtesy found: the words that it takes, of which `to` is the first behind it. */
interface Found {
  place: Place;
  from: number;
  to: number;
}

interface Finding {
  find: ReturnType<typeof occurrenceFinder<Courtesy>>;
  spell(word: string): string;
  nothing: ReadonlySet<string>;
  joining: ReadonlySet<string>;
  edge: ReadonlySet<string>;
  soft: ReadonlySet<string>;
}

/** A text without the courtesies that stand at the edges of its parts. */
function once(text: string, finding: Finding): string {
  const { find, spell, nothing, joining } = finding;
  const words = wordsOf(text, spell);
  const found = foundIn(words, find);
  if (found.length === 0) return text;
  const taken = new Uint8Array(words.length);
  const starts = words.flatMap(({ part }, at) => (part === words[at - 1]?.part ? [] : [at]));
  const signature = found.find(({ place, to }) => place === "signing" && to === words.length);
  if (signature !== undefined) taken.fill(1, signature.from);
  const [byStart, byEnd] = [grouped(found, "from"), grouped(found, "to")];
  for (const [index, start] of starts.entries())
    peel(start, starts[index + 1] ?? words.length, { byStart, byEnd }, taken);
  for (const { place, from, to } of found) if (place === "anywhere") taken.fill(1, from, to);
  takeSoft(words, taken, starts, finding);
  const first = taken.indexOf(0);
  if (first > 0 && joining.has(words[first]?.said ?? "")) taken[first] = 1;
  const isLeft = words.some(({ said }, at) => taken[at] !== 1 && !nothing.has(said));
  if (!taken.includes(1)) return text;
  return isLeft ? withoutTaken(text, words, taken) : "";
}

function foundIn(words: readonly Word[], find: Finding["find"]): Found[] {
  const wordAt = new Map<number, number>();
  let said = " ";
  words.forEach((word, at) => {
    if (word.part !== words[at - 1]?.part) said += ". ";
    wordAt.set(said.length, at);
    said += `${word.said} `;
  });
  said += ". ";
  const behind = (to: number): number => wordAt.get(to) ?? wordAt.get(to + 2) ?? words.length;
  return find(said)
    .map(({ pattern, from, to }) => ({
      place: pattern.place,
      from: wordAt.get(from) ?? words.length,
      to: behind(to),
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
}

/** Courtesies by the word that they begin with or end before, in the same order. */
function grouped(found: readonly Found[], by: "from" | "to"): ReadonlyMap<number, readonly Found[]> {
  const groups = new Map<number, Found[]>();
  for (const one of found) groups.set(one[by], [...(groups.get(one[by]) ?? []), one]);
  return groups;
}

/** Takes courtesies from both ends of the part of a text from `start` to `end`, the longest first. */
function peel(
  start: number,
  end: number,
  { byStart, byEnd }: Record<"byStart" | "byEnd", ReadonlyMap<number, readonly Found[]>>,
  taken: Uint8Array,
): void {
  let [from, to] = [start, end];
  while (to > from && taken[to - 1] === 1) to -= 1;
  const most = to;
  for (;;) {
    const first = byStart.get(from)?.find((one) => one.to <= most && isAt(one, "beginning"));
    if (first === undefined) break;
    from = first.to;
  }
  const least = from;
  for (;;) {
    const last = byEnd.get(to)?.find((one) => one.from >= least && isAt(one, "end"));
    if (last === undefined) break;
    to = last.from;
  }
  taken.fill(1, start, from);
  taken.fill(1, to, end);
}

/**
 * Takes what goes with a courtesy: words at the edge of the text behind or before one, and parts with a courtesy in them
 * that hold nothing but soft words, where another part says something.
 */
function takeSoft(
  words: readonly Word[],
  taken: Uint8Array,
  starts: readonly number[],
  { edge, soft }: Finding,
): void {
  const isEdge = (at: number): boolean => taken[at] === 1 || edge.has(words[at]?.said ?? "");
  const isSoft = (at: number): boolean => taken[at] === 1 || soft.has(words[at]?.said ?? "");
  const parts = starts.map((start, index) => ({ start, end: starts[index + 1] ?? words.length }));
  const isOfSoft = ({ start, end }: { start: number; end: number }): boolean =>
    taken.subarray(start, end).includes(1) && words.slice(start, end).every((_, at) => isSoft(start + at));
  const courteous = parts.filter(isOfSoft);
  if (courteous.length < parts.length) for (const { start, end } of courteous) taken.fill(1, start, end);
  let [from, to] = [0, words.length];
  if (taken[0] === 1) while (from < to && isEdge(from)) from += 1;
  if (taken[to - 1] === 1) while (to > from && isEdge(to - 1)) to -= 1;
  if (from >= to) return;
  taken.fill(1, 0, from);
  taken.fill(1, to);
}

const isAt = ({ place }: Found, edge: Place): boolean => place === edge || place === "either";

/** What is left: each part of which words are left with the signs behind it. */
function withoutTaken(text: string, words: readonly Word[], taken: Uint8Array): string {
  let left = "";
  let before: { word: Word; at: number } | undefined;
  for (const [at, word] of words.entries()) {
    if (taken[at] === 1) continue;
    const said = text.slice(word.from, word.to);
    if (before === undefined) left = said;
    else if (before.at === at - 1) left += text.slice(before.word.to, word.to);
    else left += `${before.word.part === word.part ? "" : signsBehind(text, before.word, words)} ${said}`;
    before = { word, at };
  }
  return before === undefined ? text : left + signsBehind(text, before.word, words).replace(/[^.!?]/gu, "");
}

/** The signs that end the part of a text in which a word stands. */
function signsBehind(text: string, { part }: Word, words: readonly Word[]): string {
  const last = words.findLastIndex((word) => word.part === part);
  return text.slice(words[last]?.to ?? 0, words[last + 1]?.from).trim();
}
