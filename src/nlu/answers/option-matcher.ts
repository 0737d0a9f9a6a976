import type { PartCourtesies } from "../courtesies.ts";
import { PIECES_OF_A_PART } from "../encoder/encoder.ts";
import type { OptionModel } from "../model/option-model.ts";
import { Newest } from "../newest.ts";
import { normalize, truncateForNlu } from "../normalize.ts";
import type { ReadText, TopicClassifier } from "../topics/classifier.ts";
import { placesOf } from "../topics/features.ts";
import { type Denial, denialIn } from "./denial.ts";
import { agrees, optionsWith, ownersOf } from "./named-options.ts";
import { type Evidence, evidenceFor } from "./option-evidence.ts";
import {
  type Compared,
  indexPlace,
  type LikenessParts,
  mostShared,
  type PlaceIndex,
} from "./option-likeness.ts";
import type { MatchOptions, OptionMatch } from "./option-match.ts";

type Reader = Pick<TopicClassifier, "reader" | "featuresIn">;

/** What comparing takes, of the model of the example answers and the reader of texts. */
export function likenessParts(
  model: OptionModel,
  { featuresIn }: Pick<TopicClassifier, "featuresIn">,
): LikenessParts {
  const { keys, worth } = model.features;
  return {
    model,
    worth: new Map([...placesOf(keys)].map(([key, place]) => [key, worth[place] ?? 0])),
    rare: worth.reduce((most, value) => Math.max(most, value), 0),
    featuresIn,
    known: new WeakMap(),
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

/** A text that is an example of one option, word for word, is as good as sure. */
const WORD_FOR_WORD = 0.97;
/** How sure what follows a denial must be to stand for the whole. */
const SURE = 0.9;

/** Makes a matcher of the example answers. A place is indexed when it is first asked about. `needIn` takes courtesies off. */
export function optionMatcher(model: OptionModel, reader: Reader, needIn: PartCourtesies): MatchOptions {
  const ready = once(() => ({
    parts: likenessParts(model, reader),
    read: remembering(reader.reader(model.words)),
  }));
  const places = new Map<string, PlaceIndex | undefined>();
  const indexOf = (place: string): PlaceIndex | undefined => {
    if (!places.has(place)) places.set(place, indexPlace(place, ready().parts));
    return places.get(place);
  };
  const ways = (text: string): Set<string> => {
    const need = truncateForNlu(needIn(text) || text);
    return new Set([truncateForNlu(text), need, withoutLeadIns(need, model.polarity.leadIns)]);
  };
  const match = (text: string, place: string): OptionMatch[] => {
    const { parts, read } = ready();
    const index = indexOf(place);
    if (index === undefined) return [];
    const judged = [...ways(text)].map((way) => judge(way, index, parts, read));
    return index.options
      .map((option, at) => ({ option, score: Math.max(...judged.map((scores) => scores[at] ?? 0)) }))
      .sort((a, b) => b.score - a.score);
  };
  const shares = (text: string, place: string): number => {
    const { parts, read } = ready();
    const index = indexOf(place);
    if (index === undefined) return 0;
    return Math.max(...[...ways(text)].map((way) => mostShared(read(way), index, parts)));
  };
  return Object.assign(match, { shares });
}

/** So many texts are kept: a message is looked at whole and in parts, at one place after the other. */
const KEPT = 32;

/** The same reader, which gives the same object for the same text: what was found out about it is kept with it. */
function remembering(read: ReadText): ReadText {
  const kept = new Newest<Compared>(KEPT);
  return (text, mostPieces) => kept.of(`${mostPieces} ${text}`, () => read(text, mostPieces));
}

/** How well a text fits each option of a place. */
function judge(text: string, index: PlaceIndex, parts: LikenessParts, read: ReadText): number[] {
  const said = read(text);
  const scores = scoresFor(said, index, parts);
  const denial = denialIn(text, parts.model.polarity);
  if (denial) applyDenial(scores, said, denial, index, parts, read);
  return scores;
}

/** So many of them may stand one after the other: "oh wait, sorry, I lied". */
const MOST_LEAD_INS = 3;

/** A text without the words at its beginning that only take an earlier answer back; the text itself where nothing else is said. */
function withoutLeadIns(text: string, leadIns: readonly string[]): string {
  const written = text.split(/\s+/u);
  const folded = written.map(normalize);
  let from = 0;
  for (let taken = 0; taken < MOST_LEAD_INS; taken += 1) {
    const ahead = `${folded.slice(from).join(" ")} `;
    const words = leadIns
      .filter((lead) => ahead.startsWith(`${lead} `))
      .map((lead) => lead.split(" ").length);
    if (words.length === 0) break;
    from += Math.max(...words);
  }
  return from === 0 || from >= written.length ? text : written.slice(from).join(" ");
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function scoresFor(said: Compared, index: PlaceIndex, parts: LikenessParts): number[] {
  if (said.folded === "") return index.options.map(() => 0);
  const scores = evidenceFor(said, index, parts).map((evidence) =>
    scoreOf(evidence, parts.model.calibration),
  );
  const [only, ...others] = optionsWith([said.folded], index);
  if (only !== undefined && others.length === 0) scores[only] = Math.max(scores[only] ?? 0, WORD_FOR_WORD);
  return scores;
}

/** Takes options that were denied out, and hears what is left of the text once the denial is gone. */
function applyDenial(
  scores: number[],
  whole: Compared,
  denial: Denial,
  index: PlaceIndex,
  parts: LikenessParts,
  read: ReadText,
): void {
  const out = new Set(denial.denied.flatMap((clause) => deniedBy(clause, whole, index, parts)));
  if (denial.rest !== "" && (out.size > 0 || denial.leads)) {
    const left = scoresFor(read(denial.rest, PIECES_OF_A_PART), index, parts);
    const sure = Math.max(...left) >= SURE;
    left.forEach((score, option) => {
      if (out.size > 0) scores[option] = Math.max(scores[option] ?? 0, score);
      else if (sure) scores[option] = Math.max((scores[option] ?? 0) * (1 - Math.max(...left)), score);
    });
  }
  for (const option of out) scores[option] = 0;
}

/** The options that a denying clause names, unless the clause is itself an answer: "no contracts". */
function deniedBy(
  [affirmed = "", object = "", said = ""]: readonly string[],
  whole: Compared,
  index: PlaceIndex,
  parts: LikenessParts,
): number[] {
  const told = optionsWith([said, whole.folded], index);
  const exactly = optionsWith([affirmed, object], index);
  const named =
    exactly.length > 0
      ? exactly
      : ownersOf(object, index, parts).filter((option) => !agrees(whole, option, index, parts));
  return named.filter((option) => !told.includes(option));
}
