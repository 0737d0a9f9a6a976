import { gist } from "./gist.ts";
import { guessTopic } from "./topics/guess.ts";
import type { Parts } from "./understand.ts";

/** Tells what a text is about, and the distress in it if there is any, as one line of JSON. */
export function understoodLine(text: string, parts: Pick<Parts, "words" | "topics" | "distress">): string {
  const { topic, score, alternatives, negated } = guessTopic(gist(text), null, parts);
  const rounded = alternatives.map((other) => ({ topic: other.topic, score: round(other.score) }));
  const distress = parts.distress(text);
  const found = distress === null ? {} : { distress };
  return JSON.stringify({ text, topic, score: round(score), alternatives: rounded, negated, ...found });
}

function round(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000;
}
