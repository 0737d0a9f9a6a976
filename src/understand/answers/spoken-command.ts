import type { Command, TopicGuess } from "../meaning.ts";
import type { Words } from "../words.ts";

/** What undoes or ends something must be said in words that the exact table has; these may be understood from a sentence. */
const HARMLESS: readonly Command[] = ["human", "copy", "erase", "restart", "help"];
const SENTENCE_WORDS = 4;
const SURE_SENTENCE = 0.9;

/** The command of a text that the topic model takes for one, where the text bears it out; a word like "next" ends nothing. */
export function spokenCommand(
  folded: string,
  { topic, score }: TopicGuess,
  words: Words,
): Command | undefined {
  const phrases = [...words.commands].filter(([, command]) => command === topic);
  const command = phrases[0]?.[1];
  if (command === undefined) return undefined;
  const length = folded.split(" ").length;
  const said = phrases.some(([phrase]) => phrase.length > 3 && ` ${folded} `.includes(` ${phrase} `));
  if (said && length > 1) return command;
  const harmless = HARMLESS.includes(command);
  return harmless && length >= SENTENCE_WORDS && score >= SURE_SENTENCE ? command : undefined;
}
