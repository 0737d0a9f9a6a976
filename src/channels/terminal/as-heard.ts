import type { Heard } from "../../desk/heard.ts";
import type { Phrases } from "../../guide/phrases.ts";

const scored = ({ topic, score }: { topic: string; score: number }): string => `${topic} ${score.toFixed(2)}`;

/** How typed words were heard, in one line: as what, the likeliest topic with its score, and what else they may have meant. */
export function asHeard(heard: Heard | undefined, words: Phrases): string {
  if (!heard) return words("terminal.heard-exactly");
  const { topic, score, others } = heard;
  const guesses = [{ topic: topic ?? words("terminal.no-topic"), score }, ...others].map(scored).join(", ");
  return words("terminal.heard", { as: words(`terminal.as-${heard.as}`), guesses });
}
