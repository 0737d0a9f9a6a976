import { distance } from "../topics/spelling.ts";

/** From this length on a word may be taken for a misspelt keyword. */
const SHORTEST = 6;
const DIFFERENT = "!";

/**
 * Gives the keyword that a word misspells by one slip after its first letter, or the word itself. A line of `lines` is
 * a keyword, then words one slip away that are no slips, each with a "!" before it. Words of fewer letters than
 * `shortest` are taken as they are.
 */
export function keywordSpeller(lines: readonly string[], shortest = SHORTEST): (word: string) => string {
  const words = lines.flatMap((line) => line.split(/\s+/));
  const keywords = words.filter((word) => !word.startsWith(DIFFERENT));
  const known = new Set([
    ...keywords,
    ...words.filter((word) => word.startsWith(DIFFERENT)).map((word) => word.slice(DIFFERENT.length)),
  ]);
  return (word) => {
    if (word.length < shortest || known.has(word)) return word;
    const isNear = (keyword: string) =>
      keyword[0] === word[0] && Math.abs(keyword.length - word.length) < 2 && distance(word, keyword, 1) < 2;
    return keywords.find(isNear) ?? word;
  };
}
