import path from "node:path";
import { foldersIn } from "../../runtime/data-file.ts";
import { indexByCues } from "../patterns/cue-index.ts";
import { compilePatterns, type Pattern } from "../patterns/pattern.ts";
import { naming, readLines } from "../patterns/pattern-file.ts";
import { sentences } from "../patterns/sentences.ts";

/** Finds in which languages a text says what the patterns tell. */
export type FindInLanguages = (text: string) => string[];

/** Letters that people type for one another. */
const ALIKE: Readonly<Record<string, string>> = {
  ı: "i",
  đ: "d",
  ł: "l",
  ё: "е",
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ة: "ه",
};
const LETTERS = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "gu");
/** In these scripts no spaces stand between words: each sign is read as a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu;

/** A text or a pattern with the marks of its letters left out, so that both compare. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\u200b-\u200f]/gu, "")
    .replace(LETTERS, (letter) => ALIKE[letter] ?? letter);

const spaced = (text: string): string => text.normalize("NFC").replace(UNSPACED, " $& ");

/** A text as the patterns read it. The last one is kept, because several ask for the same. */
function readForeign(text: string): { said: string; words: ReadonlySet<string> } {
  if (lately.text !== text) {
    const said = sentences(folded(spaced(text)));
    lately = { text, said, words: new Set(said.split(" ")) };
  }
  return lately;
}

let lately: { text: string; said: string; words: ReadonlySet<string> } = {
  text: "",
  said: sentences(""),
  words: new Set(),
};

/** Reads the file of this name of every language of a folder but the desk's own: `data/distress/es/crisis.txt`. A broken pattern is an error that names the file. */
export async function loadForeignPatterns(
  folder: string,
  own: string,
  name: string,
): Promise<FindInLanguages> {
  const languages = (await foldersIn(folder)).filter((language) => language !== own);
  const read = await Promise.all(
    languages.map(async (language) => {
      const file = path.join(folder, language, name);
      const lines = (await readLines(file)).map((line) => folded(spaced(line)));
      return naming(file, () =>
        compilePatterns(lines, new Map()).map((pattern): Pattern & { language: string } => ({
          ...pattern,
          language,
        })),
      );
    }),
  );
  const mayFit = indexByCues(read.flat());
  return (text) => {
    const { said, words } = readForeign(text);
    const found = mayFit(words).filter(({ fits }) => said.search(fits) !== -1);
    return found.map(({ language }) => language);
  };
}
