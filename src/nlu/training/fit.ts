import { startEncoder } from "../encoder/encoder.ts";
import type { EncoderWeights } from "../encoder/wasm-matmul.ts";
import { type Tokenize, wordpieceTokenizer } from "../encoder/wordpiece-tokenizer.ts";
import {
  type Calibration,
  decide,
  OUT_OF_SCOPE_TOPICS,
  serves,
  toProbabilities,
} from "../topics/decision.ts";
import {
  denseVector,
  type Features,
  type FindConcepts,
  featureGroups,
  featuresOf,
  type Measure,
  placesOf,
  sparseVector,
  spoken,
} from "../topics/features.ts";
import type { Correct } from "../topics/spelling.ts";
import type { Example, Sourced } from "./examples.ts";
import type { Point } from "./network-trainer.ts";

/** A text, its topic, and what networks that had not seen it made of it. */
export interface HeldOut extends Example {
  scores: Float64Array;
  /** the same of its slipped twin, where there is one */
  slipped: Float64Array;
}

/** At most this share of guide texts may be answered about something else at once: the goal is 1.5 %, and others write otherwise. */
const MOST_WRONG = 0.0125;
/** At most this share of guide texts may be refused. */
const MOST_REFUSED = 0.02;
/** At most this share of all texts may be asked about. */
const MOST_ASKED = 0.1;
/** At least this likely that it is one of three: three buttons serve better than a shrug. */
const WHICH = 0.25;
/** The wordings that thresholds are for. Where none is marked so, all are. */
export const EVERYDAY = "everyday";

type Thresholds = Omit<Calibration, "steepness">;

/**
 * Fits probabilities to all held-out scores, and thresholds to those of everyday wordings and their slipped twins; the one
 * for refusals to the wordings alone, since a slip makes nothing clearer.
 */
export function calibrate(heldOut: readonly HeldOut[], topics: readonly string[]): Calibration {
  const steepness = bestSteepness(heldOut, topics);
  const everyday = heldOut.filter(({ theme }) => theme === EVERYDAY);
  const judged = everyday.length > 0 ? everyday : heldOut;
  const [written, slipped] = (["scores", "slipped"] as const).map((of) =>
    judged.map((one) => ({ topic: one.topic, probabilities: toProbabilities(one[of], topics, steepness) })),
  );
  const texts = [...(written ?? []), ...(slipped ?? [])];
  const inGuide = ({ topic }: { topic: string }): boolean => !OUT_OF_SCOPE_TOPICS.includes(topic);
  const guide = texts.filter(inGuide);
  const guideAsWritten = (written ?? []).filter(inGuide);
  const share = (
    of: typeof texts,
    is: (answer: ReturnType<typeof decide>, topic: string) => boolean,
    thresholds: Thresholds,
  ) =>
    of.filter(({ topic, probabilities }) => is(decide(probabilities, thresholds), topic)).length /
    (of.length || 1);
  const knowsNone = OUT_OF_SCOPE_TOPICS.some((topic) => topics.includes(topic));
  const isRefused = ({ topic, alternatives }: ReturnType<typeof decide>) =>
    knowsNone ? OUT_OF_SCOPE_TOPICS.includes(topic ?? "") : topic === null && alternatives.length === 0;
  const isAsked = (answer: ReturnType<typeof decide>) =>
    answer.topic !== null && answer.alternatives.length > 0;
  const isWrong = (answer: ReturnType<typeof decide>, topic: string) =>
    answer.topic !== null &&
    answer.alternatives.length === 0 &&
    !serves(answer.topic, topic) &&
    !isRefused(answer);

  // the higher a level, the fewer are refused, the fewer are wrong, and the more are asked about
  const refuse =
    levels[
      firstOf(
        (level) => share(guideAsWritten, isRefused, { lead: 0, which: 0, refuse: level }) <= MOST_REFUSED,
      )
    ] ?? 1;
  const shareAt = (of: typeof texts, is: Parameters<typeof share>[1], lead: number): number =>
    share(of, is, { lead, which: WHICH, refuse });
  const fewWrong = firstOf((level) => shareAt(guide, isWrong, level) <= MOST_WRONG);
  const tooManyAsked = firstOf((level) => shareAt(texts, isAsked, level) > MOST_ASKED);
  const lead = levels[Math.min(fewWrong, tooManyAsked - 1)] ?? 0;
  return { steepness, lead, which: WHICH, refuse };
}

const levels = Array.from({ length: 90 }, (_, i) => 0.1 + i * 0.01);

/** The place of the first level that does it, where all after it do too; behind the last where none does. */
function firstOf(does: (level: number) => boolean): number {
  let [from, to] = [0, levels.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (does(levels[middle] ?? 1)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The steepness under which the right topics are likeliest. */
function bestSteepness(heldOut: readonly HeldOut[], topics: readonly string[]): number {
  const surprise = (steepness: number) =>
    heldOut.reduce(
      (sum, { scores, topic }) =>
        sum - Math.log(toProbabilities(scores, topics, steepness).get(topic) || 1e-9),
      0,
    );
  const tried = Array.from({ length: 30 }, (_, i) => 0.3 + i * 0.05);
  const surprises = tried.map(surprise);
  return tried[surprises.indexOf(Math.min(...surprises))] ?? 1;
}

const LEAST_TEXTS_OF_A_PIECE = 12;
/** Information about the topic, in nats, below which a piece is dull. */
const DULL = 0.5;

/** The pieces that say least about the topic of a text, such as "the": in long texts the encoder leaves them out. */
function dullPieces(
  texts: readonly { sentence: string; topic: string }[],
  intoPieces: Tokenize,
): Uint32Array {
  const topics = new Map<string, number>();
  const spread = new Map<number, Map<string, number>>();
  for (const { sentence, topic } of texts) {
    topics.set(topic, (topics.get(topic) ?? 0) + 1);
    for (const piece of new Set(intoPieces(sentence))) {
      const over = spread.get(piece) ?? new Map<string, number>();
      spread.set(piece, over.set(topic, (over.get(topic) ?? 0) + 1));
    }
  }
  const dull = [...spread].filter(([, over]) => {
    const count = [...over.values()].reduce((sum, n) => sum + n, 0);
    const told = [...over].reduce((sum, [topic, n]) => {
      const share = n / count;
      return sum + share * Math.log(share / ((topics.get(topic) ?? 1) / texts.length));
    }, 0);
    return count >= LEAST_TEXTS_OF_A_PIECE && told < DULL;
  });
  return Uint32Array.from(dull, ([piece]) => piece).sort();
}

/** Rarer features say nothing about other texts. */
const LEAST_TEXTS = { words: 2, letters: 2, concepts: 3 } as const;

/** What is learnt from texts without looking at their topics, and the texts as numbers. */
interface Fitted {
  features: { keys: Uint32Array; worth: Float32Array };
  /** the group of each known feature */
  groupOf: readonly string[];
  measure: Measure;
  dull: Uint32Array;
  points: Point[];
}

export function fit(
  examples: readonly Sourced[],
  topics: readonly string[],
  parts: { correct: Correct; findConcepts: FindConcepts; encoder: EncoderWeights },
): Fitted {
  const said = examples.map(({ text, topic }) => ({ ...spoken(text, parts.correct), topic }));
  const dull = dullPieces(said, wordpieceTokenizer(parts.encoder));
  const encode = startEncoder(parts.encoder, dull);
  const shown = said.map(({ folded }) => featuresOf(folded, parts.findConcepts));
  const meanings: Float32Array[] = [];
  said.forEach(({ sentence, folded }, index) => {
    const source = examples[index]?.source ?? index;
    // a twin whose slip the speller puts right means what its original means
    const before = source < index && said[source]?.folded === folded ? meanings[source] : undefined;
    meanings.push(before ?? encode(sentence));
  });
  const { groupOf, ...features } = weighFeatures(
    shown.filter((_, index) => examples[index]?.source === index),
  );
  const measure = measureOf(meanings);
  const table = {
    places: placesOf(features.keys),
    worth: features.worth,
  };
  const points = examples.map(
    ({ topic, source, slipped }, index): Point => ({
      sparse: sparseVector(shown[index] ?? { words: [], letters: [], concepts: [] }, table),
      dense: denseVector(meanings[index] ?? new Float32Array(0), measure),
      topic: topics.indexOf(topic),
      source,
      slipped: slipped === true,
    }),
  );
  return { features, groupOf, measure, dull, points };
}

function weighFeatures(shown: readonly Features[]): Fitted["features"] & Pick<Fitted, "groupOf"> {
  const kept: { key: number; texts: number; group: string }[] = [];
  for (const group of featureGroups) {
    const spread = new Map<number, number>();
    for (const features of shown) {
      for (const key of new Set(features[group])) {
        spread.set(key, (spread.get(key) ?? 0) + 1);
      }
    }
    for (const [key, texts] of spread) if (texts >= LEAST_TEXTS[group]) kept.push({ key, texts, group });
  }
  return {
    groupOf: kept.map(({ group }) => group),
    keys: Uint32Array.from(kept, ({ key }) => key),
    worth: Float32Array.from(kept, ({ texts }) => Math.log((1 + shown.length) / (1 + texts)) + 1),
  };
}

function measureOf(meanings: readonly Float32Array[]): Measure {
  const width = meanings[0]?.length ?? 0;
  const centre = new Float32Array(width);
  const spread = new Float32Array(width);
  for (const meaning of meanings)
    meaning.forEach((value, i) => {
      centre[i] = (centre[i] ?? 0) + value / meanings.length;
    });
  for (const meaning of meanings) {
    meaning.forEach((value, i) => {
      spread[i] = (spread[i] ?? 0) + (value - (centre[i] ?? 0)) ** 2 / meanings.length;
    });
  }
  return { centre, spread: spread.map((variance) => Math.sqrt(variance) + 1e-6) };
}
