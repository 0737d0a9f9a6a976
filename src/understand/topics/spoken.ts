import { fold } from "../fold.ts";
import type { Correct } from "./spelling.ts";

/** A text with slips put right, in the two forms in which it is looked at. */
export interface Spoken {
  /** lower case, signs kept: for the encoder */
  sentence: string;
  folded: string;
}

/** Lower-cases a text, since the encoder takes capitals for other words, and corrects word by word. */
export function spoken(text: string, correct: Correct): Spoken {
  const lower = text
    .normalize("NFKC")
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .trim();
  const sentence = lower.replace(/[\p{L}']+/gu, (word) => {
    const bare = fold(word);
    const right = correct(bare);
    return right === bare ? word : right;
  });
  return { sentence, folded: fold(sentence) };
}
