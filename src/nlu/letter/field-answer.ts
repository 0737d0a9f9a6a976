import { normalize } from "../normalize.ts";
import type { LetterWords } from "./letter-words.ts";

/** What a text says where an answer for a letter is asked. */
export type FieldAnswer =
  | { kind: "text"; text: string }
  /** they do not know, or would rather leave it out */
  | { kind: "skip" }
  /** they have it as a picture or a file */
  | { kind: "screenshot" }
  /** a word that answers nothing: "wait", "ok", "what" */
  | { kind: "nothing" };

/** characters: a longer text that names a picture says more than that */
const LONGEST_MENTION = 80;

/** Reads an answer for a letter. Only what says something becomes a part of it. */
export function fieldAnswer(text: string, words: LetterWords): FieldAnswer {
  const said = normalize(text);
  const bare = normalize(text.trim().replace(words.opener, ""));
  if (said === "" || !/[\p{L}\p{N}]/u.test(text)) return { kind: "nothing" };
  if (words.unsure.has(said) || words.unsure.has(bare)) return { kind: "skip" };
  if (words.waits.has(said) || words.waits.has(bare) || words.ask.test(text.trim()))
    return { kind: "nothing" };
  if (text.length <= LONGEST_MENTION && words.screenshot.test(text)) return { kind: "screenshot" };
  return { kind: "text", text: text.trim() };
}
