import { fold } from "../fold.ts";
import type { Correct } from "./spelling.ts";

/** A text with slips put right, in the two forms in which it is looked at. */
export interface Spoken {
  /** lower case, signs kept where nothing was corrected: for the encoder */
  sentence: string;
  folded: string;
}

/** Lower-cases a text, since the encoder takes capitals for other words, and puts its words right. */
export function spoken(text: string, correct: Correct): Spoken {
  const lower = text
    .normalize("NFKC")
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .trim();
  const said = fold(lower);
  const words = said === "" ? [] : said.split(" ");
  const folded = correct(words).join(" ");
  return { sentence: folded === said ? lower : folded, folded };
}
