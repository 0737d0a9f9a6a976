import type { TopicGuess } from "../meaning.ts";

/** Whether the desk may act on a guess without asking. */
export function isSure(guess: TopicGuess): guess is TopicGuess & { topic: string } {
  return guess.topic !== null && (guess.alternatives.length === 0 || guess.several === true);
}
