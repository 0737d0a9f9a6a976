import type { Lexicon } from "../../src/nlu/lexicon.ts";
import { packModel, type TopicModel } from "../../src/nlu/model/topic-model.ts";
import { MAX_NLU_CHARACTERS } from "../../src/nlu/normalize.ts";
import { topicClassifier } from "../../src/nlu/topics/classifier.ts";
import { type Calibration, decide, toProbabilities } from "../../src/nlu/topics/decision.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { type Courtesies, IS_COURTESY, seeded, withTypos } from "../../src/nlu/training/examples.ts";
import { calibrate, EVERYDAY, type HeldOut } from "../../src/nlu/training/fit.ts";
import { holdOut, numbersOf, type TrainingData } from "../../src/nlu/training/train.ts";
import { type Ablation, ablate } from "./ablation.ts";
import type { Checks } from "./checks.ts";
import { auroc, type Figures, figures, type Judged } from "./metrics.ts";

/** Measures the CPU milliseconds of a call, p50 and p95 over all texts, after a warm-up. */
function cpuOf(texts: readonly string[], call: (text: string) => unknown): { p50: number; p95: number } {
  for (const text of texts) call(text);
  const costs = texts.map((text) => {
    const before = process.cpuUsage();
    call(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  costs.sort((a, b) => a - b);
  const at = (share: number) => costs[Math.min(costs.length - 1, Math.floor(costs.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

const FOLDS = 4;
type Way = [string, () => (text: string) => string];
const ways: Way[] = [
  ["as written", () => (text) => text],
  ["one slip", () => slipper(1)],
  ["two slips", () => slipper(2)],
  ["three slips", () => slipper(3)],
  ["IN CAPITALS", () => (text) => text.toUpperCase()],
];

/** A text by itself, with courtesies in front, at its end, and at both, each in turn. */
function courteousWays({ front, end }: Courtesies): Way[] {
  const inTurn = (phrases: readonly string[]): (() => string) => {
    let said = 0;
    return () => phrases[said++ % phrases.length] ?? "";
  };
  const saying = (say: (text: string, before: string, after: string) => string) => () => {
    const [before, after] = [inTurn(front), inTurn(end)];
    return (text: string) => say(text, before(), after());
  };
  return [
    ["without greetings, thanks and partings", () => (text) => text],
    ["courtesies in front", saying((text, before) => `${before} ${text}`)],
    ["courtesies at the end", saying((text, _, after) => `${text} ${after}`)],
    ["courtesies at both ends", saying((text, before, after) => `${before} ${text}. ${after}`)],
  ];
}

interface Row {
  name: string;
  figures: Figures;
}

/** Result of `npm run understand:test`. */
export interface Measured {
  /** each text classified by a model that was trained without it */
  crossValidation: { rows: Row[]; judged: Judged[]; auroc: number; halves: Calibration[] };
  /** lines of other authors, never trained on */
  kept: Row[];
  dev: { figures: Figures; judged: Judged[] };
  ablation: Ablation[];
  cpu: { way: string; p50: number; p95: number }[];
  modelBytes: number;
}

/** Courtesies round a courtesy make no other matter of it, so they are not counted there. */
const isMatter = ({ accept }: Checks[number]): boolean =>
  !accept.some((topic) => IS_COURTESY.includes(topic));

/** Evaluates a model trained from `data`, and models trained from parts of it. */
export function measure(
  data: TrainingData,
  {
    dev,
    kept,
    courtesies,
  }: { dev: Checks; kept: readonly { name: string; checks: Checks }[]; courtesies: Courtesies },
  { model, words }: { model: TopicModel; words: Lexicon },
): Measured {
  const parts = { words, topics: topicClassifier(model) };
  const guess = (text: string) => guessTopic(text, null, parts);
  const long = longTexts(data);
  const judge = (checks: Checks, say = (text: string) => text) =>
    checks.map((one) => ({ ...one, guess: guess(say(one.text)) }));
  const judgedDev = judge(dev);
  const numbers = numbersOf(data);
  return {
    crossValidation: crossValidate(data, numbers),
    ablation: ablate(numbers, data),
    kept: kept.flatMap(({ name, checks }) => {
      const rows = (said: readonly Way[], of: Checks): Row[] =>
        said.map(([way, say]) => ({ name: `${name}, ${way}`, figures: figures(judge(of, say())) }));
      return [...rows(ways, checks), ...rows(courteousWays(courtesies), checks.filter(isMatter))];
    }),
    dev: { figures: figures(judgedDev), judged: judgedDev },
    cpu: [
      {
        way: "as people write",
        ...cpuOf(
          data.examples.slice(0, 2_000).map(({ text }) => text),
          guess,
        ),
      },
      { way: `${MAX_NLU_CHARACTERS} characters`, ...cpuOf(long, guess) },
    ],
    modelBytes: packModel(model).length,
  };
}

function crossValidate(
  data: TrainingData,
  { topics, points, features }: ReturnType<typeof numbersOf>,
): Measured["crossValidation"] {
  const heldOut = holdOut(points, { features: features.keys.length, topics: topics.length }, data, FOLDS);
  const calibration = calibrate(heldOut, topics);
  const judge = (of: readonly HeldOut[], scoresOf = ({ scores }: HeldOut) => scores): Judged[] =>
    of.map((one) => ({
      text: one.text,
      accept: [one.topic],
      guess: decide(toProbabilities(scoresOf(one), topics, calibration.steepness), calibration),
    }));
  const judged = judge(heldOut);
  const everyday = heldOut.filter(({ theme }) => theme === EVERYDAY);
  const refusal = heldOut.map(({ scores }) => {
    const probabilities = toProbabilities(scores, topics, calibration.steepness);
    return (probabilities.get("not_in_guide") ?? 0) + (probabilities.get("oos") ?? 0);
  });
  const isNone = heldOut.map(({ topic }) => topic === "not_in_guide" || topic === "oos");
  return {
    rows: [
      { name: "cross-validation, all", figures: figures(judged) },
      { name: "cross-validation, everyday wordings", figures: figures(judge(everyday)) },
      {
        name: "cross-validation, everyday wordings with one slip",
        figures: figures(judge(everyday, ({ slipped }) => slipped)),
      },
    ],
    judged,
    halves: [0, 1].map((half) =>
      calibrate(
        heldOut.filter((_, index) => index % 2 === half),
        topics,
      ),
    ),
    auroc: auroc(
      refusal.filter((_, index) => isNone[index]),
      refusal.filter((_, index) => !isNone[index]),
    ),
  };
}

function slipper(count: number): (text: string) => string {
  const random = seeded(21);
  return (text) => withTypos(text, count, random);
}

/** Returns the longest examples, repeated and truncated to the maximum length. */
function longTexts({ examples }: TrainingData): string[] {
  const longest = examples.map(({ text }) => text).sort((a, b) => b.length - a.length);
  return longest.slice(0, 150).map((text) => `${text} ${text}`.slice(0, MAX_NLU_CHARACTERS));
}
