import { OUT_OF_SCOPE_TOPICS, serves, toProbabilities } from "../../src/nlu/topics/decision.ts";
import { featureGroups } from "../../src/nlu/topics/features.ts";
import type { HeldOut } from "../../src/nlu/training/fit.ts";
import type { Point } from "../../src/nlu/training/network-trainer.ts";
import { holdOut, type numbersOf, type TrainingData } from "../../src/nlu/training/train.ts";
import { auroc } from "./metrics.ts";

/** Loss without one part of the classifier: shares on a held-out quarter of the examples. */
export interface Ablation {
  without: string;
  /** share of guide texts whose top topic is right */
  right: number;
  /** share of guide texts with the right topic among the top three */
  amongThree: number;
  /** separation of guide texts from others */
  auroc: number;
}

const FOLDS = 4;

/** Trains once with all parts, and once without each. */
export function ablate(numbers: ReturnType<typeof numbersOf>, data: TrainingData): Ablation[] {
  const { topics, points, features, groupOf } = numbers;
  const ways: [string, readonly Point[]][] = [
    ["nothing", points],
    ["the encoder", points.map((point) => ({ ...point, dense: new Float32Array(point.dense.length) }))],
    ...featureGroups.map((group): [string, readonly Point[]] => [
      group,
      points.map((point) => withoutPlaces(point, (place) => groupOf[place] === group)),
    ]),
    ["slipped twins", points.filter(({ slipped }) => !slipped)],
  ];
  const size = { features: features.keys.length, topics: topics.length };
  return ways.map(([without, left]) => ({ without, ...judge(holdOut(left, size, data, FOLDS, 1), topics) }));
}

function withoutPlaces(point: Point, isLeftOut: (place: number) => boolean): Point {
  const kept = point.sparse.indexes.map((place, i) => ({ place, value: point.sparse.values[i] ?? 0 }));
  const left = kept.filter(({ place }) => !isLeftOut(place));
  return {
    ...point,
    sparse: { indexes: left.map(({ place }) => place), values: left.map(({ value }) => value) },
  };
}

function judge(heldOut: readonly HeldOut[], topics: readonly string[]): Omit<Ablation, "without"> {
  const judged = heldOut.map(({ scores, topic }) => {
    const ranked = [...toProbabilities(scores, topics, 1)].sort((a, b) => b[1] - a[1]);
    const refusal = ranked.reduce((sum, [name, p]) => sum + (OUT_OF_SCOPE_TOPICS.includes(name) ? p : 0), 0);
    const three = ranked.filter(([name]) => !OUT_OF_SCOPE_TOPICS.includes(name)).slice(0, 3);
    return {
      isNone: OUT_OF_SCOPE_TOPICS.includes(topic),
      refusal,
      isRight: serves(ranked[0]?.[0] ?? "", topic),
      isAmongThree: three.some(([name]) => serves(name, topic)),
    };
  });
  const guide = judged.filter(({ isNone }) => !isNone);
  return {
    right: guide.filter(({ isRight }) => isRight).length / guide.length,
    amongThree: guide.filter(({ isAmongThree }) => isAmongThree).length / guide.length,
    auroc: auroc(
      judged.filter(({ isNone }) => isNone).map(({ refusal }) => refusal),
      guide.map(({ refusal }) => refusal),
    ),
  };
}
