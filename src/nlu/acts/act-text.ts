import path from "node:path";
import { keywordSpeller } from "../patterns/keywords.ts";
import { readClasses, readLines } from "../patterns/pattern-file.ts";
import { type SpellWords, sentences } from "../patterns/sentences.ts";

/** Turns a text into sentences of the words that the patterns name. */
export type ReadSentences = (text: string) => string;

/** From this length on a word may be taken for a misspelt keyword. */
const SHORTEST = 5;
/** a short beginning of a sentence with a comma behind, which is a sentence of its own: "no, I want to" */
const OPENING = /((?:^|[.!?;\n])[^\S\n]*[^\s.,!?;]+(?:[^\S\n]+[^\s.,!?;]+)?)[^\S\n]*,/gu;
const SPACES = /[^\S\n]+/gu;
const ONLY_ASKS = /^[\s?]*\?[\s?]*$/u;

/** Reads how people write the words of one language, and the signs that stand for words. */
export async function loadActText(folder: string): Promise<ReadSentences> {
  const spellings = await readClasses(path.join(folder, "spellings.txt"));
  const signs = new Map(
    [...(await readClasses(path.join(folder, "signs.txt")))].flatMap(([word, members]) =>
      members.map((sign) => [sign, ` ${word} `] as const),
    ),
  );
  const anySign = new RegExp([...signs.keys()].join("|"), "gu");
  const spell = wordSpeller(spellings, await readLines(path.join(folder, "keywords.txt")));
  return (text) => {
    if (ONLY_ASKS.test(text)) return sentences("questionmark");
    const worded = text.replace(SPACES, " ").replace(anySign, (sign) => signs.get(sign) ?? " ");
    return sentences(worded.replace(OPENING, "$1. "), spell);
  };
}

/** Puts the word that the patterns name in the place of one or two words that people write for it. */
function wordSpeller(
  spellings: ReadonlyMap<string, readonly string[]>,
  keywords: readonly string[],
): SpellWords {
  const byWritten = new Map(
    [...spellings].flatMap(([word, members]) => members.map((written) => [written, word] as const)),
  );
  const near = keywordSpeller(keywords, SHORTEST);
  return (words) => {
    const single = words.map((word) => byWritten.get(word) ?? near(word));
    const paired: string[] = [];
    for (const word of single) {
      const last = paired.at(-1);
      const pair = last === undefined ? undefined : byWritten.get(`${last} ${word}`);
      if (pair === undefined) paired.push(word);
      else paired[paired.length - 1] = pair;
    }
    return paired;
  };
}
