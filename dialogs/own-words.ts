import type { Messages } from "../src/guide/messages.ts";
import { normalize } from "../src/nlu/normalize.ts";

/** Words of so many letters with a vowel among them, and no heap of consonants, are taken for words of a language. */
const REAL_WORD = /^(?=.*[aeiouyàáâäæèéêëìíîïòóôöùúûüœ])(?!.*[bcdfghjklmnpqrstvwxz]{6})[\p{L}]{2,20}$/u;
const A_NUMBER = /^\p{N}+\p{L}{0,3}$/u;
const MOSTLY = 0.6;

const wordsOf = (text: string): string[] =>
  normalize(text)
    .split(" ")
    .filter((word) => word !== "");

/**
 * Counts the distinct words of a text that are neither fillers nor a request for a person; 0 for text that reads like
 * no language.
 */
export function tellingWords(text: string, words: Messages): number {
  const said = wordsOf(text);
  const real = said.filter((word) => word.length === 1 || REAL_WORD.test(word) || A_NUMBER.test(word));
  if (real.length < said.length * MOSTLY) return 0;
  const fillers = new Set(words("escalate.filler-words").split(", "));
  return new Set(real.filter((word) => word.length > 1 && !fillers.has(word))).size;
}

/** a sentence that is a matter of its own */
const MATTER_CHARACTERS = 40;
const MATTER_WORDS = 4;

/** Reports whether a text is long and plain enough to be a description of somebody's matter. */
export const isMatter = (text: string, words: Messages): boolean =>
  text.trim().length >= MATTER_CHARACTERS && tellingWords(text, words) >= MATTER_WORDS;

/** Returns a text on one line, cut at a word, of at most `longest` characters. */
export function excerpt(text: string, longest: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\s+\S*$/u, "")}…`;
}

/**
 * Returns the rest of a text after the longest of these phrases that it begins with; null where it begins with none.
 */
export function afterBeginning(text: string, list: string): string | null {
  const begins = list.split(", ").sort((one, other) => other.length - one.length);
  const said = text.trim();
  const found = begins.find(
    (one) => normalize(said.slice(0, one.length)) === one && !/^\p{L}/u.test(said.slice(one.length)),
  );
  return found === undefined ? null : said.slice(found.length).replace(/^[\s,.;:!-]+/u, "");
}

/** Reports whether a text holds one of these phrases as whole words. */
export const holdsOne = (text: string, list: string): boolean => {
  const said = ` ${normalize(text)} `;
  return list.split(", ").some((phrase) => said.includes(` ${normalize(phrase)} `));
};

/** The names that somebody gave themselves in a text. */
const NAMED =
  /\b(?:my (?:full |real )?name(?: is|'s|:)|i am called|i'm called|call me|name:)\s+(\p{L}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*){0,3})/giu;

export const namesIn = (text: string): string[] =>
  [...text.matchAll(NAMED)].map(([, name]) => name ?? "").filter((name) => name !== "");

/** Replaces each of these names, and each part of them, in a text. */
export function withoutNames(text: string, names: readonly string[], instead: string): string {
  const parts = [...new Set(names.flatMap((name) => [name, ...name.split(/\s+/u)]))]
    .filter((part) => part.length > 1)
    .sort((one, other) => other.length - one.length)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  if (parts.length === 0) return text;
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(any, instead);
}
