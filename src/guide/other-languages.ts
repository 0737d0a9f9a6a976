import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { type FileMessages, readMessageFile } from "./messages.ts";

/** What is said to somebody in another language than the desk's. */
export type ForeignWords = FileMessages<"language">;

/** Gives the words for a locale, or for its language where it has none of its own; null where nobody has written any. */
export type OtherLanguages = (locale: string) => ForeignWords | null;

const FILE = "language.json";

/** Reads `data/phrases/<locale>/language.json` of every language but the desk's own. Throws MessageError. */
export function loadOtherLanguages(folder: string, own: string): OtherLanguages {
  const locales = readdirSync(folder).filter(
    (locale) => locale !== own && existsSync(path.join(folder, locale, FILE)),
  );
  const words = new Map(
    locales.map((locale) => [locale.toLowerCase(), readMessageFile(path.join(folder, locale), "language")]),
  );
  return (locale) => {
    const whole = locale.toLowerCase();
    return words.get(whole) ?? words.get(languageIn(whole)) ?? null;
  };
}

/** Returns the language of a locale: `pt` for `pt-BR`. */
export const languageIn = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "";
