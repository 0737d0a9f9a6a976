import { readFile } from "node:fs/promises";
import { z } from "zod";
import { SURE_REFUSAL, topicOfAll, unknownIn } from "../../dialogs/answerability.ts";
import type { Guide } from "../../src/guide/guide.ts";
import type { Parts } from "../../src/nlu/said.ts";
import { OUT_OF_SCOPE_TOPICS } from "../../src/nlu/topics/decision.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";

/** A question, whether the guide answers it, and its kind. The half `aside` is for measuring alone. */
const Pair = z.strictObject({
  text: z.string(),
  answerable: z.boolean(),
  kind: z.string(),
  half: z.enum(["open", "aside"]),
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
  const { topic, score, alternatives } = guessTopic(text, null, parts);
  const asked = parts.asksFor(text);
  if (topic !== null && OUT_OF_SCOPE_TOPICS.includes(topic))
    return score < SURE_REFUSAL && topicOfAll(guide, asked) ? null : topic;
  const topics = [topic, ...alternatives.map((other) => other.topic)].flatMap(
    (id) => guide.topics.find((known) => known.id === id) ?? [],
  );
  if (topic !== null && topics.length === 0) return null;
  const unknown = topics.map(({ answer }) => unknownIn(guide, answer, asked));
  const [first = unknownIn(guide, [], asked)] = unknown;
  return unknown.includes(null) ? null : (first?.kind ?? null);
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
  return (["open", "aside"] as const).map((name) => {
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
