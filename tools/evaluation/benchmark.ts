import { topicClassifier } from "../../src/nlu/topics/classifier.ts";
import { decide, OUT_OF_SCOPE_TOPICS, refusalOf } from "../../src/nlu/topics/decision.ts";
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
  /** separation of the two; null where either is missing */
  auroc: number | null;
}

export function bench(data: TrainingData, tests: readonly Example[]): BenchFigures {
  const recogniser = topicClassifier(train(data));
  const judged = tests.map(({ text, topic }) => {
    const probabilities = recogniser.probabilities(text);
    const [likeliest] = [...probabilities]
      .filter(([label]) => !OUT_OF_SCOPE_TOPICS.includes(label))
      .sort((a, b) => b[1] - a[1]);
    const given = decide(probabilities, recogniser.calibration);
    const isRefused =
      OUT_OF_SCOPE_TOPICS.includes(given.topic ?? "") ||
      (given.topic === null && given.alternatives.length === 0);
    return { topic, isRight: likeliest?.[0] === topic, isRefused, refusal: refusalOf(probabilities) };
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
    auroc:
      outOfScope.length === 0 || inScope.length === 0
        ? null
        : auroc(
            outOfScope.map(({ refusal }) => refusal),
            inScope.map(({ refusal }) => refusal),
          ),
  };
}
