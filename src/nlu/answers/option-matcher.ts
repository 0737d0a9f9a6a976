import type { OptionModel } from "../model/option-model.ts";
import { truncateForNlu } from "../normalize.ts";
import type { TopicClassifier } from "../topics/classifier.ts";
import { type Evidence, evidenceFor } from "./option-evidence.ts";
import { type Compared, indexPlace, type LikenessParts, type PlaceIndex } from "./option-likeness.ts";
import type { MatchOptions, OptionMatch } from "./option-match.ts";

type Reader = Pick<TopicClassifier, "read" | "findConcepts">;

/** What comparing takes, of the model of the example answers and the reader of texts. */
export function likenessParts(
  model: OptionModel,
  { findConcepts }: Pick<Reader, "findConcepts">,
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
  const places = new Map<string, PlaceIndex | undefined>();
  const placeOf = (place: string): PlaceIndex | undefined => {
    if (!places.has(place)) places.set(place, indexPlace(place, parts));
    return places.get(place);
  };
  return (text, place) => {
    const index = placeOf(place);
    if (index === undefined) return [];
    return matches(reader.read(truncateForNlu(text)), index, parts);
  };
}

function matches(said: Compared, index: PlaceIndex, parts: LikenessParts): OptionMatch[] {
  if (said.folded === "") return [];
  const evidence = evidenceFor(said, index, parts);
  return index.options
    .map((option, at) => ({ option, score: scoreOf(evidence[at] ?? [], parts.model.calibration) }))
    .sort((a, b) => b.score - a.score);
}
