import { type Calibration, decide, NONE_TOPICS, toProbabilities } from "../topics/decide.ts";
import { serves } from "../topics/families.ts";

/** Margins of a text by machines that had not seen it, and its topic. */
export interface HeldOut {
  margins: Float64Array;
  topic: string;
  /** the place of the text among the examples */
  source: number;
}

/** At most this share of guide texts may be answered about something else at once. */
const MOST_WRONG = 0.05;
/** At most this share of guide texts may be refused. */
const MOST_REFUSED = 0.03;

/** Fits probabilities and thresholds to held-out margins. */
export function calibrate(heldOut: readonly HeldOut[], topics: readonly string[]): Calibration {
  const steepness = bestSteepness(heldOut, topics);
  const judged = heldOut.map(({ margins, topic }) => ({
    topic,
    probabilities: toProbabilities(margins, topics, steepness),
  }));
  const guide = judged.filter(({ topic }) => !NONE_TOPICS.includes(topic));
  const share = (
    test: (answer: ReturnType<typeof decide>, topic: string) => boolean,
    calibration: Calibration,
  ) =>
    guide.filter(({ topic, probabilities }) => test(decide(probabilities, calibration), topic)).length /
    guide.length;
  const levels = Array.from({ length: 80 }, (_, i) => 0.2 + i * 0.01);

  const refuse =
    levels.find(
      (level) =>
        share((answer) => NONE_TOPICS.includes(answer.topic ?? ""), {
          steepness,
          sure: 0,
          which: 0,
          refuse: level,
        }) <= MOST_REFUSED,
    ) ?? 1;
  const sure =
    levels.find(
      (level) =>
        share(
          (answer, topic) =>
            answer.topic !== null &&
            answer.alternatives.length === 0 &&
            !serves(answer.topic, topic) &&
            !NONE_TOPICS.includes(answer.topic),
          { steepness, sure: level, which: 0, refuse },
        ) <= MOST_WRONG,
    ) ?? 1;
  return { steepness, sure, which: 0.5, refuse };
}

/** The steepness under which the right topics are likeliest. */
function bestSteepness(heldOut: readonly HeldOut[], topics: readonly string[]): number {
  const surprise = (steepness: number) =>
    heldOut.reduce(
      (sum, { margins, topic }) =>
        sum - Math.log(toProbabilities(margins, topics, steepness).get(topic) ?? 1e-9),
      0,
    );
  let best = 1;
  for (let steepness = 1; steepness <= 8; steepness += 0.25)
    if (surprise(steepness) < surprise(best)) best = steepness;
  return best;
}
