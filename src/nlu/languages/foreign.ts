import { readdir } from "node:fs/promises";
import path from "node:path";
import { readLines } from "../patterns/pattern-file.ts";
import { loadForeignPatterns } from "./foreign-patterns.ts";
import { type FindLanguage, loadLanguages } from "./language.ts";

/** What the desk reads of a text in a language that it has no guide for. */
export interface ReadForeign {
  /** the language of a text that is not in the desk's, as a locale; null: it is, or nothing tells */
  languageOf: FindLanguage;
  /** whether it asks for a person in that language */
  asksForPerson(text: string): boolean;
}

/** Reads it from `data/languages`, and from the folders of the other languages beside those of the desk's own. */
export async function loadForeign(folders: {
  languages: string;
  utterances: string;
  acts: string;
  distress: string;
}): Promise<ReadForeign> {
  const besideOf = (folder: string, file: string) =>
    loadForeignPatterns(path.dirname(folder), path.basename(folder), file);
  const [find, person, crisis] = await Promise.all([
    loadLanguages(folders.languages, await textsIn(folders.utterances)),
    besideOf(folders.acts, "person.txt"),
    besideOf(folders.distress, "crisis.txt"),
  ]);
  return {
    languageOf: (text) => {
      const found = find(text);
      const told = [...person(text), ...crisis(text)];
      return found !== null && (told.length === 0 || told.includes(found)) ? found : (told[0] ?? found);
    },
    asksForPerson: (text) => person(text).length > 0,
  };
}

async function textsIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".txt"));
  const texts = await Promise.all(files.map((name) => readLines(path.join(folder, name))));
  return texts.flat();
}
