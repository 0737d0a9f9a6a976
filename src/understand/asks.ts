import type { Words } from "./words.ts";

/** Whether a text is put as a question. */
export function asks(text: string, folded: string, words: Words): boolean {
  return (
    text.trimEnd().endsWith("?") ||
    words.questionWords.some((word) => folded === word || folded.startsWith(`${word} `))
  );
}
