import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { DataFileError, foldersIn } from "../../runtime/data-file.ts";
import { placeOf } from "../../runtime/json-fault.ts";
import { readJsonFile } from "../../runtime/json-file.ts";
import { truncateForNlu } from "../normalize.ts";
import { readLines } from "../patterns/pattern-file.ts";
import { type LanguageSample, learnWords, type WordModel, wordsOf } from "./word-model.ts";

/** Finds the language of a text that is not in the desk's, as a locale such as `es` or `hi-Latn`; null: it is, or nothing tells. */
export type FindLanguage = (text: string) => string | null;

const isScript = (name: string): boolean => {
  try {
    return new RegExp(`\\p{Script=${name}}`, "u").source !== "";
  } catch {
    return false;
  }
};

const Script = z.strictObject({
  script: z.string().refine(isScript, "not a script of Unicode"),
  /** languages of this script, told apart by their words where there are several */
  languages: z.array(z.string()).min(1),
  /** a letter that only this language of them has */
  letters: z.record(z.string(), z.string()).default({}),
});
const ScriptsFile = z.strictObject({ scripts: z.array(Script) });

/** The desk's own language, which a text is in unless it tells another. */
const OWN = "en";

/** natural logarithm by which one word may at most speak for a language, or against it */
const MOST_A_WORD = 5;
/** a word by itself speaks for a language, or against it, from here on */
const SPEAKS = 1;
/** so many words must speak for a language: "hola" and "muchas gracias" tell nothing */
const FEWEST = 2;
/** so much they must say together */
const LEAST = 4.5;
/** and so much more often than against it */
const MAJORITY = 1.2;
/** of the words of a text so many must be known of a language, or its letters must look like it: so much a letter, as a logarithm */
const MET = 0.25;
const LOOKS_LIKE = -2.65;
/** so much speaks for a language that nobody taught the desk: most slips of the keys say less */
const LEAST_UNKNOWN = 10;
/** a language that the desk cannot name, as ISO 639 calls it */
export const UNDETERMINED = "und";

/**
 * Reads `data/languages`: a folder for each language with texts and words of it, and the scripts by which languages
 * are told. `own`: texts of the desk's own language. Throws a DataFileError.
 */
export async function loadLanguages(folder: string, own: readonly string[]): Promise<FindLanguage> {
  const names = await foldersIn(folder);
  if (!names.includes(OWN)) throw new DataFileError(`${path.join(folder, OWN)}: the folder is missing`);
  const scripts = await readScripts(path.join(folder, "scripts.json"), names);
  const samples = await Promise.all(names.map((name) => sampleIn(folder, name)));
  const shared = new Set(wordsOf((await readLines(path.join(folder, "shared.txt"))).join(" ")));
  const model = learnWords(
    samples.map((sample) =>
      sample.language === OWN ? { ...sample, texts: [...sample.texts, ...own] } : sample,
    ),
  );
  const tests = scripts.map((test) => ({
    ...test,
    anywhere: new RegExp(`\\p{Script=${test.script}}`, "gu"),
  }));
  const latin = names.filter(
    (name) => name !== OWN && !scripts.some(({ languages }) => languages.includes(name)),
  );
  const told = teller(model, shared);
  const borrowed = await readBorrowed(path.join(folder, "borrowed.txt"));
  return (text) => {
    const short = truncateForNlu(text);
    const letters = short.match(/\p{L}/gu)?.length ?? 0;
    const foreign = letters - (short.match(LATIN_LETTER)?.length ?? 0);
    if (foreign * 2 < letters || foreign === 0) return told.fromOwn(short.replace(borrowed, " "), latin);
    const test = tests.find(({ anywhere }) => short.match(anywhere) !== null);
    if (test === undefined) return null;
    const [only, ...more] = test.languages;
    if (only === undefined || more.length === 0) return only ?? null;
    const lettered = test.languages.find((language) => hasOneOf(short, test.letters[language]));
    return lettered ?? told.likeliest(short, test.languages) ?? only;
  };
}

/** Phrases of other languages that people say in the desk's own: with nothing besides they tell nothing. */
async function readBorrowed(file: string): Promise<RegExp> {
  const phrases = (await readLines(file)).sort((one, other) => other.length - one.length);
  const patterns = phrases.map((phrase) =>
    phrase.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&").replaceAll(" ", "[\\s,]+"),
  );
  return new RegExp(`^\\s*(?:(?:${patterns.join("|")})[\\s.,!?]*)+$`, "iu");
}

const LATIN_LETTER = /\p{Script=Latin}/gu;

const hasOneOf = (text: string, letters = ""): boolean =>
  [...letters].some((letter) => text.includes(letter));

/** Reads the scripts. Languages that share one are told apart by their words, so each of them needs a folder. */
async function readScripts(file: string, names: readonly string[]): Promise<z.infer<typeof Script>[]> {
  const { scripts } = await readJsonFile(ScriptsFile, file);
  for (const [at, { languages }] of scripts.entries())
    for (const [which, language] of languages.entries())
      if (languages.length > 1 && !names.includes(language))
        throw new DataFileError(
          `${file}, ${placeOf(["scripts", at, "languages", which])}: there is no folder "${language}" beside this file`,
        );
  return scripts;
}

async function sampleIn(folder: string, language: string): Promise<LanguageSample> {
  const files = (await readdir(path.join(folder, language))).filter((name) => name.endsWith(".txt"));
  const read = await Promise.all(files.map((name) => readLines(path.join(folder, language, name))));
  const texts = read.flat();
  if (texts.length === 0 && language !== OWN)
    throw new DataFileError(`${path.join(folder, language)}: the folder has no texts of its language`);
  return { language, texts };
}

/** Tells languages apart by the words of a text. */
function teller({ languages, score, knows }: WordModel, shared: ReadonlySet<string>) {
  const own = languages.indexOf(OWN);
  const summed = (said: readonly Float32Array[], among: readonly string[]): string | null => {
    let best: { language: string; sum: number } | null = null;
    for (const language of among) {
      const at = languages.indexOf(language);
      const sum = said.reduce((all, scores) => all + (scores[at] ?? 0), 0);
      if (best === null || sum > best.sum) best = { language, sum };
    }
    return best?.language ?? null;
  };
  return {
    likeliest: (text: string, among: readonly string[]): string | null =>
      summed(wordsOf(text).map(score), among),
    /** the likeliest of these languages where the text is surely not in the desk's own */
    fromOwn(text: string, among: readonly string[]): string | null {
      if (isNames(text)) return null;
      const words = wordsOf(text).filter((word) => !shared.has(word));
      if (words.length < FEWEST) return null;
      const language = summed(words.map(score), among);
      if (language === null) return null;
      const at = languages.indexOf(language);
      const speak = new Set<string>();
      const length = words.join(" ").length + 1;
      let [all, looks, against, met] = [0, 0, 0, 0];
      for (const word of words) {
        const scores = score(word);
        const lead = (scores[at] ?? 0) - (scores[own] ?? 0);
        all += Math.max(-MOST_A_WORD, Math.min(MOST_A_WORD, lead));
        looks += (scores[at] ?? 0) / length;
        if (lead < -SPEAKS) against += 1;
        if (lead > SPEAKS) speak.add(word);
        if (knows(at, word)) met += 1;
      }
      if (speak.size < FEWEST || all < LEAST || speak.size <= against * MAJORITY) return null;
      if (met > words.length * MET || looks > LOOKS_LIKE) return language;
      return against === 0 && all >= LEAST_UNKNOWN ? UNDETERMINED : null;
    },
  };
}

/** Whether every word begins with a capital, and not all of it is in capitals: "Juan Carlos de la Cruz" is a name. */
function isNames(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? [];
  return (
    words.length > 1 &&
    text !== text.toUpperCase() &&
    words.every((word) => word.length <= 3 || /^\p{Lu}/u.test(word)) &&
    words.filter((word) => /^\p{Lu}/u.test(word)).length >= 2
  );
}
