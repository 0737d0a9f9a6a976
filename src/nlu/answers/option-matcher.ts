import { PIECES_OF_A_PART } from "../encoder/encoder.ts";
import type { OptionModel } from "../model/option-model.ts";
import { truncateForNlu } from "../normalize.ts";
import type { ReadText, TopicClassifier } from "../topics/classifier.ts";
import { type Denial, denialIn } from "./denial.ts";
import { optionsNamed } from "./named-options.ts";
import { type Evidence, evidenceFor } from "./option-evidence.ts";
import { type Compared, indexPlace, type LikenessParts, type PlaceIndex } from "./option-likeness.ts";
import type { MatchOptions } from "./option-match.ts";

type Reader = Pick<TopicClassifier, "reader" | "findConcepts">;

/** What comparing takes, of the model of the example answers and the reader of texts. */
export function likenessParts(
  model: OptionModel,
  { findConcepts }: Pick<TopicClassifier, "findConcepts">,
): LikenessParts {
  const { keys, worth } = model.features;
  return {
    model,
    worth: new Map(Array.from(keys, (key, place) => [key, worth[place] ?? 0])),
    rare: worth.reduce((most, value) => Math.max(most, value), 0),
    findConcepts,
  };
}

/** How sure the evidence makes us, 0 to 1. */
export function scoreOf(evidence: Evidence, calibration: Float32Array): number {
  const sum = evidence.reduce(
    (total, value, i) => total + value * (calibration[i] ?? 0),
    calibration.at(-1) ?? 0,
  );
  return 1 / (1 + Math.exp(-sum));
}

/** Makes a matcher of the example answers. A place is indexed when it is first asked about. */
export function optionMatcher(model: OptionModel, reader: Reader): MatchOptions {
  const parts = likenessParts(model, reader);
  const read = reader.reader(model.words);
  const places = new Map<string, PlaceIndex | undefined>();
  const placeOf = (place: string): PlaceIndex | undefined => {
    if (!places.has(place)) places.set(place, indexPlace(place, parts));
    return places.get(place);
  };
  return (text, place) => {
    const index = placeOf(place);
    if (index === undefined) return [];
    const short = truncateForNlu(text);
    const scores = scoresFor(read(short), index, parts);
    const denial = denialIn(short, model.polarity);
    if (denial) applyDenial(scores, denial, index, parts, read);
    return index.options
      .map((option, at) => ({ option, score: scores[at] ?? 0 }))
      .sort((a, b) => b.score - a.score);
  };
}

function scoresFor(said: Compared, index: PlaceIndex, parts: LikenessParts): number[] {
  if (said.folded === "") return index.options.map(() => 0);
  return evidenceFor(said, index, parts).map((evidence) => scoreOf(evidence, parts.model.calibration));
}

/** Takes options that were denied out, and hears what is left of the text once the denial is gone. */
function applyDenial(
  scores: number[],
  { denied, rest }: Denial,
  index: PlaceIndex,
  parts: LikenessParts,
  read: ReadText,
): void {
  const out = new Set(
    denied.flatMap(([affirmed = "", object = "", said = ""]) =>
      optionsNamed([affirmed, object], index, parts).filter(
        (option) => !optionsNamed([said], index, parts).includes(option),
      ),
    ),
  );
  if (out.size === 0) return;
  if (rest !== "")
    scoresFor(read(rest, PIECES_OF_A_PART), index, parts).forEach((score, option) => {
      scores[option] = Math.max(scores[option] ?? 0, score);
    });
  for (const option of out) scores[option] = 0;
}
