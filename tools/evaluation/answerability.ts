import { readFile } from "node:fs/promises";
import { z } from "zod";
import { DOUBTFUL_REFUSAL, SURE_REFUSAL, topicOfAll, unknownIn } from "../../dialogs/answerability.ts";
import type { Guide } from "../../src/guide/guide.ts";
import type { AskedFor } from "../../src/nlu/questions/asked-for.ts";
import type { Parts } from "../../src/nlu/said.ts";
import { OUT_OF_SCOPE_TOPICS } from "../../src/nlu/topics/decision.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";

/**
 * The parts of the pairs: patterns were written by `open`, and mended by kinds that `aside` and `later` showed. Nothing is
 * mended by `fresh`.
 */
const HALVES = ["open", "aside", "later", "fresh"] as const;

/** A question, whether the guide answers it, and its kind. */
const Pair = z.strictObject({
  text: z.string(),
  answerable: z.boolean(),
  kind: z.string(),
  half: z.enum(HALVES),
});
export type Pair = z.infer<typeof Pair>;

export async function pairsIn(file: string): Promise<Pair[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => Pair.parse(JSON.parse(line)));
}

/** Why a question is said to have no answer, at the beginning of a conversation; null: it is answered. */
export function refusalOf(
  text: string,
  guide: Guide,
  parts: Pick<Parts, "words" | "topics" | "asksFor">,
): string | null {
  const { topic, score, alternatives, nearest } = guessTopic(text, null, parts);
  const asked = parts.asksFor(text);
  if (topic !== null && OUT_OF_SCOPE_TOPICS.includes(topic))
    return isAnsweredStill(score, nearest, asked, guide) ? null : topic;
  const topics = [topic, ...alternatives.map((other) => other.topic)].flatMap(
    (id) => guide.topics.find((known) => known.id === id) ?? [],
  );
  if (topic !== null && topics.length === 0) return null;
  const unknown = topics.map(({ answer }) => unknownIn(guide, answer, asked));
  const [first = unknownIn(guide, [], asked)] = unknown;
  return unknown.includes(null) ? null : (first?.kind ?? null);
}

/** Whether a question that the classifier takes for none of the guide is answered all the same. */
function isAnsweredStill(score: number, nearest: string | undefined, asked: AskedFor, guide: Guide): boolean {
  if (score < SURE_REFUSAL && topicOfAll(guide, asked)) return true;
  return score < DOUBTFUL_REFUSAL && nearest !== undefined && unknownIn(guide, [], asked) === null;
}

/** How well the questions of a half are told apart. */
export interface AnswerabilityFigures {
  name: string;
  answerable: number;
  /** answerable ones that are said to have no answer */
  refused: readonly string[];
  unanswerable: number;
  /** unanswerable ones that are answered */
  answered: readonly string[];
}

/** Judges each half of the pairs. */
export function measureAnswerability(
  pairs: readonly Pair[],
  guide: Guide,
  parts: Pick<Parts, "words" | "topics" | "asksFor">,
): AnswerabilityFigures[] {
  return HALVES.map((name) => {
    const half = pairs.filter((pair) => pair.half === name);
    const [yes, no] = [true, false].map((answerable) =>
      half.filter((pair) => pair.answerable === answerable),
    );
    const isRefused = ({ text }: Pair): boolean => refusalOf(text, guide, parts) !== null;
    return {
      name,
      answerable: yes?.length ?? 0,
      refused: (yes ?? []).filter(isRefused).map(({ text }) => text),
      unanswerable: no?.length ?? 0,
      answered: (no ?? []).filter((pair) => !isRefused(pair)).map(({ text }) => text),
    };
  });
}
