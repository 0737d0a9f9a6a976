import { normalize } from "../normalize.ts";
import { distance } from "../topics/spelling.ts";
import { asSentences, nameIn, sentencesOf, spelled, tidied } from "./letter-text.ts";
import type { LetterWords } from "./letter-words.ts";

/** What a short text wants of a letter. */
export type LetterEdit =
  | { kind: "replace"; from: string; to: string }
  /** an answer that the letter is made of is wrong; `to` is the right one, where it was said */
  | { kind: "field"; ids: readonly string[]; to: string | null }
  | { kind: "add"; sentence: string }
  | { kind: "remove"; what: string }
  | { kind: "shorter" | "politer" | "grammar" | "longer" }
  /** something is to be changed, and nobody knows what */
  | { kind: "unclear" };

/** Longer texts are no wishes about a letter. */
const LONGEST_WISH = 300;

const bare = (text: string): string =>
  text
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, " ")
    .replace(/[\s.!?;,]+$/, "")
    .replace(/(?: please| pls| plz| thanks| thank you| instead)+$/i, "")
    .replace(/[\s.!?;,]+$/, "")
    .trim();

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^["']+|["',;.]+$/g, "")
    .trim();

/** The wish in a text about a letter; null where it is none. `atField`: while an answer for it is asked, so that what may be that answer is none. */
export function letterEdit(
  text: string,
  letter: string,
  words: LetterWords,
  { atField }: { atField: boolean } = { atField: false },
): LetterEdit | null {
  if (text.length > LONGEST_WISH) return null;
  const said = bare(text);
  const wishes = new Set([bare(said.replace(words.opener, "")), said]);
  for (const wish of wishes)
    for (const { kind, pattern, onlyIfThere, atFields } of words.edits) {
      if (atField && !atFields) continue;
      const found = pattern.exec(wish);
      const edit = found && editOf(kind, found.groups ?? {}, letter, words);
      if (edit && !((onlyIfThere || atField) && !isThere(edit, letter, words))) return edit;
    }
  return null;
}

function editOf(
  kind: LetterEdit["kind"] | "respell",
  { from, to, what, what2, field }: Record<string, string | undefined>,
  letter: string,
  words: LetterWords,
): LetterEdit | null {
  switch (kind) {
    case "replace":
      return replacement(unquoted(from ?? ""), unquoted(to ?? ""), words);
    case "respell":
      return respelled(unquoted(to ?? ""), letter);
    case "field": {
      const ids = idsOf(field ?? "", words);
      const wrong = from === undefined ? "" : unquoted(from);
      if (ids === null) return null;
      if (wrong !== "" && to !== undefined && placeOf(wrong, letter) !== null)
        return { kind: "replace", from: wrong, to: unquoted(to) };
      return { kind: "field", ids, to: to === undefined ? null : unquoted(to) };
    }
    case "add":
      return addition(unquoted(what ?? ""), words);
    case "remove": {
      const matter = unquoted(what ?? what2 ?? "");
      return words.notRemoved.has(normalize(matter)) ? null : { kind: "remove", what: matter };
    }
    default:
      return { kind };
  }
}

/** "change my name to Jane" is about an answer, "change jon to john" about words. */
function replacement(from: string, to: string, words: LetterWords): LetterEdit | null {
  if (from === "" || to === "" || from === to) return null;
  const ids = idsOf(from.replace(/^(?:the|my) /i, ""), words);
  return ids === null ? { kind: "replace", from, to } : { kind: "field", ids, to };
}

/** Letters that two spellings of one word may differ by, and how short a word may be. */
const MOST_SLIPS = 2;
const SHORTEST_WORD = 4;

/** "it's Kovalchyk with y": the word of the letter that is spelled nearly so gets this spelling. */
function respelled(to: string, letter: string): LetterEdit | null {
  const wanted = normalize(to);
  if (wanted.length < SHORTEST_WORD || wanted.includes(" ")) return null;
  const alike = (letter.match(/[\p{L}\p{N}'’-]+/gu) ?? []).filter((word) => {
    const said = normalize(word);
    return (
      said !== wanted && said.length >= SHORTEST_WORD && distance(said, wanted, MOST_SLIPS) <= MOST_SLIPS
    );
  });
  const [from] = alike.toSorted(
    (one, other) =>
      distance(normalize(one), wanted, MOST_SLIPS) - distance(normalize(other), wanted, MOST_SLIPS),
  );
  return from === undefined ? null : { kind: "replace", from, to };
}

const idsOf = (called: string, { fields }: LetterWords): readonly string[] | null =>
  fields.find(({ words }) => words.has(called.toLowerCase()))?.ids ?? null;

const FEWEST_WORDS = 2;
const MOST_OF_FRAGMENT = 4;

/** What is no sentence is asked for as one. */
function addition(what: string, words: LetterWords): LetterEdit {
  const said = what.toLowerCase().split(" ");
  const isFragment = words.fragments.has(said[0] ?? "") && said.length <= MOST_OF_FRAGMENT;
  if (said.length < FEWEST_WORDS || isFragment) return { kind: "longer" };
  return { kind: "add", sentence: asSentences(what, words) };
}

function isThere(edit: LetterEdit, letter: string, words: LetterWords): boolean {
  if (edit.kind === "replace") return placeOf(edit.from, letter) !== null;
  return edit.kind !== "remove" || parted(edit.what, letter, words) !== letter;
}

/** Where words stand in a letter, whole and however they are written. */
function placeOf(words: string, letter: string): RegExp | null {
  const source = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const place = new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, "giu");
  return place.test(letter) ? new RegExp(place.source, "giu") : null;
}

/** The letter with this edit made, or null where it cannot be. A `field` edit is not made on the text. */
export function edited(edit: LetterEdit, letter: string, words: LetterWords): string | null {
  switch (edit.kind) {
    case "replace":
      return changed(letter, replaced(letter, edit.from, edit.to, words));
    case "add":
      return changed(letter, withSentence(letter, edit.sentence));
    case "remove":
      return changed(letter, parted(edit.what, letter, words));
    case "shorter":
      return changed(letter, swapped(letter, words.shorter));
    case "politer":
      return changed(letter, swapped(letter, words.politer));
    case "grammar":
      return changed(letter, tidied(letter, words));
    case "field":
    case "longer":
    case "unclear":
      return null;
    default:
      return edit satisfies never;
  }
}

const changed = (before: string, after: string): string | null => (after === before ? null : after);

function replaced(letter: string, from: string, wanted: string, words: LetterWords): string {
  const place = placeOf(from, letter);
  if (place === null) return letter;
  const to = spelled(wanted, words);
  return letter.replace(place, (found, at: number) => {
    const begins = /\p{Lu}/u.test(found.charAt(0)) && /^\p{Ll}+$/u.test(to);
    const name = begins && !/^(?:i|the|a|an)$/i.test(found) ? nameIn(to, words) : to;
    return /(?:^|[.!?]\s+|\n)$/.test(letter.slice(0, at))
      ? name.charAt(0).toUpperCase() + name.slice(1)
      : name;
  });
}

/** Before the paragraphs that end a letter: the request, and the thanks. */
function withSentence(letter: string, sentence: string): string {
  if (letter.includes(sentence)) return letter;
  const paragraphs = letter.split("\n\n");
  const at = Math.max(1, paragraphs.length - CLOSING_PARAGRAPHS);
  if (paragraphs.length <= CLOSING_PARAGRAPHS) return `${letter}\n\n${sentence}`;
  return [...paragraphs.slice(0, at), sentence, ...paragraphs.slice(at)].join("\n\n");
}

const CLOSING_PARAGRAPHS = 2;

/** The letter without the sentences that are of a matter. */
function parted(what: string, letter: string, { about }: LetterWords): string {
  const matter = normalize(what);
  const asked = matter.split(" ").filter((word) => word.length > 2 || matter.length <= 2);
  const family = about.find((words) => asked.some((word) => words.has(word))) ?? new Set<string>();
  const isOf = (sentence: string) => {
    const said = ` ${normalize(sentence)} `;
    if (said.includes(` ${matter} `)) return true;
    return [...family].some((word) => said.includes(` ${word} `));
  };
  const [greeting = "", ...paragraphs] = letter.split("\n\n");
  const kept = paragraphs.map((paragraph, at) =>
    at === paragraphs.length - 1
      ? paragraph
      : paragraph
          .split("\n")
          .map((line) => withoutSentences(line, isOf))
          .join("\n")
          .trim(),
  );
  return [greeting, ...kept.filter((paragraph) => paragraph !== "")].join("\n\n");
}

function withoutSentences(line: string, isOf: (sentence: string) => boolean): string {
  const sentences = sentencesOf(line);
  const kept = sentences.filter((sentence) => !isOf(sentence));
  return kept.length === sentences.length ? line : kept.join(" ");
}

function swapped(letter: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .reduce((text, [from, to]) => {
      const already = to !== "" && to.includes(from) && text.includes(to);
      return already ? text : text.replaceAll(from, to);
    }, letter)
    .replace(/ {2,}/g, " ")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** characters */
const SHORTEST_LETTER = 40;

/** Whether a text is a letter: it greets or has several sentences, and asks nothing. */
export function isLetter(text: string, words: LetterWords): boolean {
  const said = text.trim();
  if (said.length < SHORTEST_LETTER || words.ask.test(said)) return false;
  return words.greeting.test(said) || said.split("\n").flatMap(sentencesOf).length > 1;
}

/** Whether a text says that the letter is right, and nothing besides: "perfect, that's right". */
export function approves(text: string, { approvals }: Pick<LetterWords, "approvals">): boolean {
  const said =
    text
      .toLowerCase()
      .replace(/’/g, "'")
      .match(/[\p{L}']+/gu) ?? [];
  return (
    !text.includes("?") &&
    said.some((word) => approvals.strong.has(word)) &&
    said.every((word) => approvals.strong.has(word) || approvals.fillers.has(word))
  );
}
