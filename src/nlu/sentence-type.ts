import type { Lexicon } from "./lexicon.ts";

/** Whether a text is put as a question. */
export function isQuestion(text: string, folded: string, words: Lexicon): boolean {
  return (
    text.trimEnd().endsWith("?") ||
    words.questionWords.some((word) => folded === word || folded.startsWith(`${word} `))
  );
}

/** Whether a text swears, scolds the bot, or shouts: at least five words in capitals, or three with "!!". */
export function isAngry(text: string, folded: string, words: Lexicon): boolean {
  const spoken = folded.split(" ");
  if (spoken.some((word) => words.angerWords.has(word))) return true;
  if (words.angerPhrases.some((phrase) => ` ${folded} `.includes(` ${phrase} `))) return true;
  return isShouted(text) && (spoken.length >= 5 || (spoken.length >= 3 && /[!?]{2}/.test(text)));
}

function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase());
  return letters.length >= 10 && capitals.length / letters.length > 0.8;
}
