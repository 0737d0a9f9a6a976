import { gist } from "./gist.ts";
import { guessTopic } from "./topics/guess.ts";
import type { Parts } from "./understand.ts";

/** What a text is about, as one line of JSON. */
export function understoodLine(text: string, parts: Pick<Parts, "words" | "topics">): string {
  const { topic, score, alternatives, negated } = guessTopic(gist(text), null, parts);
  const rounded = alternatives.map((other) => ({ topic: other.topic, score: round(other.score) }));
  return JSON.stringify({ text, topic, score: round(score), alternatives: rounded, negated });
}

function round(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000;
}
