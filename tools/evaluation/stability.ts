import type { Lexicon } from "../../src/nlu/lexicon.ts";
import type { TopicModel } from "../../src/nlu/model/topic-model.ts";
import { topicClassifier } from "../../src/nlu/topics/classifier.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { seeded } from "../../src/nlu/training/examples.ts";
import { shuffle } from "../../src/nlu/training/network-trainer.ts";
import type { TrainingData } from "../../src/nlu/training/train.ts";
import type { Checks } from "./checks.ts";
import { type Figures, figures } from "./metrics.ts";

/** Leaves out `count` examples that a seed chooses. The others keep their order. */
export function withoutSome(data: TrainingData, count: number, seed: number): TrainingData {
  const order = data.examples.map((_, place) => place);
  shuffle(order, seeded(seed));
  const left = new Set(order.slice(0, count));
  return { ...data, examples: data.examples.filter((_, place) => !left.has(place)) };
}

export function figuresOf(model: TopicModel, checks: Checks, words: Lexicon): Figures {
  const parts = { words, topics: topicClassifier(model) };
  return figures(checks.map((one) => ({ ...one, guess: guessTopic(one.text, null, parts) })));
}

/** The figures that are to stay where they are, and what they are called. */
export const watched = {
  direct: "right at once",
  served: "or among three",
  wrong: "wrong at once",
  asked: "asked",
  refused: "refused",
  recognised: "recognised",
  taken: "taken for a topic",
} as const satisfies Partial<Record<keyof Figures, string>>;

/** How far apart two sets of figures are at most, in points. */
export function largestMove(before: Figures, after: Figures): number {
  const keys = Object.keys(watched) as (keyof typeof watched)[];
  return Math.max(...keys.map((key) => Math.abs(after[key] - before[key]) * 100));
}
