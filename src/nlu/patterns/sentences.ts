import { normalize } from "../normalize.ts";

/** Digits and signs that people put in place of a letter. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  $: "s",
};

/** Turns the words of one sentence into those that the patterns name. */
export type SpellWords = (words: readonly string[]) => readonly string[];

/** A text as the patterns read it: folded words with one space round each, every sentence between " . ". */
export function sentences(text: string, spell: SpellWords = (words) => words): string {
  const said = text
    .replace(/(\p{L})[$013-5]+(?=\p{L})/gu, withLetters)
    .replace(/\.{2,}|…/gu, " ")
    .replace(/(\p{L})\.(?=\p{L}\.)/gu, "$1");
  const parts = said.split(/[.!?;\n\r。！？]+/u);
  const folded = parts.map((part) => normalize(part.replace(/[@&]/gu, " "))).filter((part) => part !== "");
  const spelled = folded.map((part) => spell(part.replace(/(\p{L})\1{2,}/gu, "$1$1").split(" ")).join(" "));
  return ` . ${spelled.map((part) => `${part} . `).join("")}`;
}

const withLetters = (signs: string): string => [...signs].map((sign) => LOOKALIKES[sign] ?? sign).join("");
