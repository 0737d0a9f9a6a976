import type { Fact } from "./schema.ts";

const WORD = /[\p{L}\p{N}]/u;

/** Case, apostrophes and the kind of white space do not matter to a keyword. */
const plain = (text: string): string => text.toLowerCase().replace(/['’‘]/g, "").replace(/\s+/g, " ");

function startsAWord(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (at === 0 || !WORD.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/** The keyword groups of a fact (`a|b|c` are alternatives) of which a text has none at the start of a word. */
export function groupsMissing(text: string, fact: Pick<Fact, "keywords">): string[] {
  const words = plain(text);
  return fact.keywords.filter((group) => !group.split("|").some((start) => startsAWord(words, plain(start))));
}

/** The ids of the facts that one text states: each of their keyword groups has a match in it. */
export const factsIn = (text: string, facts: Iterable<Fact>): string[] =>
  [...facts].filter((fact) => groupsMissing(text, fact).length === 0).map(({ id }) => id);
