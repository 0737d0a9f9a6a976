import { topicClassifier } from "../../src/nlu/topics/classifier.ts";
import { decide, OUT_OF_SCOPE_TOPICS } from "../../src/nlu/topics/decision.ts";
import type { Example } from "../../src/nlu/training/examples.ts";
import { type TrainingData, train } from "../../src/nlu/training/train.ts";
import { auroc } from "./metrics.ts";

/** Figures of the classifier on foreign data: shares from 0 to 1. */
export interface BenchFigures {
  inScope: number;
  outOfScope: number;
  /** share of in-scope texts whose top label is right */
  likeliestRight: number;
  /** share of in-scope texts that are right and not refused */
  right: number;
  /** share of in-scope texts that are refused */
  refused: number;
  /** share of out-of-scope texts that are refused */
  recognised: number;
  auroc: number;
}

export function bench(data: TrainingData, tests: readonly Example[]): BenchFigures {
  const recogniser = topicClassifier(train(data));
  const judged = tests.map(({ text, topic }) => {
    const probabilities = recogniser.probabilities(text);
    const [likeliest] = [...probabilities]
      .filter(([label]) => !OUT_OF_SCOPE_TOPICS.includes(label))
      .sort((a, b) => b[1] - a[1]);
    const isRefused = OUT_OF_SCOPE_TOPICS.includes(decide(probabilities, recogniser.calibration).topic ?? "");
    const refusal = OUT_OF_SCOPE_TOPICS.reduce((sum, label) => sum + (probabilities.get(label) ?? 0), 0);
    return { topic, isRight: likeliest?.[0] === topic, isRefused, refusal };
  });
  const inScope = judged.filter(({ topic }) => !OUT_OF_SCOPE_TOPICS.includes(topic));
  const outOfScope = judged.filter(({ topic }) => OUT_OF_SCOPE_TOPICS.includes(topic));
  const share = (of: typeof judged, test: (one: (typeof judged)[number]) => boolean) =>
    of.filter(test).length / (of.length || 1);
  return {
    inScope: inScope.length,
    outOfScope: outOfScope.length,
    likeliestRight: share(inScope, ({ isRight }) => isRight),
    right: share(inScope, ({ isRight, isRefused }) => isRight && !isRefused),
    refused: share(inScope, ({ isRefused }) => isRefused),
    recognised: share(outOfScope, ({ isRefused }) => isRefused),
    auroc: auroc(
      outOfScope.map(({ refusal }) => refusal),
      inScope.map(({ refusal }) => refusal),
    ),
  };
}
