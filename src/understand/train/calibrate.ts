import { type Calibration, decide, NONE_TOPICS, toProbabilities } from "../topics/decide.ts";
import { serves } from "../topics/families.ts";
import type { Example } from "./examples.ts";

/** A text, its topic, and what networks that had not seen it made of it. */
export interface HeldOut extends Example {
  scores: Float64Array;
  /** the same of its slipped twin, where there is one */
  slipped: Float64Array;
}

/** At most this share of guide texts may be answered about something else at once: the goal is 2 %, and others write otherwise. */
const MOST_WRONG = 0.0125;
/** At most this share of guide texts may be refused. */
const MOST_REFUSED = 0.03;
/** At least this likely that it is one of three: three buttons serve better than a shrug. */
const WHICH = 0.35;
/** The wordings that thresholds are for. Where none is marked so, all are. */
export const EVERYDAY = "everyday";

/** Fits probabilities to all held-out scores, and thresholds to those of everyday wordings and their slipped twins. */
export function calibrate(heldOut: readonly HeldOut[], topics: readonly string[]): Calibration {
  const steepness = bestSteepness(heldOut, topics);
  const everyday = heldOut.filter(({ theme }) => theme === EVERYDAY);
  const guide = (everyday.length > 0 ? everyday : heldOut)
    .filter(({ topic }) => !NONE_TOPICS.includes(topic))
    .flatMap(({ scores, slipped, topic }) =>
      [scores, slipped].map((of) => ({ topic, probabilities: toProbabilities(of, topics, steepness) })),
    );
  const share = (
    is: (answer: ReturnType<typeof decide>, topic: string) => boolean,
    thresholds: Calibration,
  ) =>
    guide.filter(({ topic, probabilities }) => is(decide(probabilities, thresholds), topic)).length /
    guide.length;
  const isRefused = (answer: ReturnType<typeof decide>) => NONE_TOPICS.includes(answer.topic ?? "");
  const isWrong = (answer: ReturnType<typeof decide>, topic: string) =>
    answer.topic !== null &&
    answer.alternatives.length === 0 &&
    !serves(answer.topic, topic) &&
    !isRefused(answer);

  const levels = Array.from({ length: 80 }, (_, i) => 0.2 + i * 0.01);
  const refuse =
    levels.find(
      (level) => share(isRefused, { steepness, sure: 0, which: 0, refuse: level }) <= MOST_REFUSED,
    ) ?? 1;
  const sure =
    levels.find((level) => share(isWrong, { steepness, sure: level, which: WHICH, refuse }) <= MOST_WRONG) ??
    1;
  return { steepness, sure, which: WHICH, refuse };
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
