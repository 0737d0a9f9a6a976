import { createHash } from "node:crypto";
import { evidenceFor } from "../answers/option-evidence.ts";
import { type Compared, indexPlace, NOTHING } from "../answers/option-likeness.ts";
import { likenessParts } from "../answers/option-matcher.ts";
import { type OptionModel, packVectors } from "../model/option-model.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { normalize } from "../normalize.ts";
import { topicClassifier } from "../topics/classifier.ts";
import { type FindFeatures, featureGroups, featureKey } from "../topics/features.ts";
import { centresOf } from "./centres.ts";
import { type Example, seeded } from "./examples.ts";
import { type Case, fitLogistic } from "./logistic.ts";
import type { OptionData, PlaceExamples } from "./option-examples.ts";

/** Counts up when the way of making changes, so that models of the old way are made anew. */
const WAY_OF_MAKING = 5;

/** What a model of options is made from; `beside` are sentences about other things. */
export interface OptionTraining {
  data: OptionData;
  topics: TopicModel;
  beside: readonly Example[];
}

export const optionHash = ({ data, topics }: Omit<OptionTraining, "beside">): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        WAY_OF_MAKING,
        topics.trainedFrom,
        data.polarity,
        data.beside,
        [...data.places].map(([place, { about, options }]) => [place, about, [...options]]),
      ]),
    )
    .digest("hex");

const CENTRES = 96;
/** One sentence in so many about other things is enough. */
const EVERY = 4;

/** Makes the model of a language's example answers. The same data gives the same model. */
export function makeOptionModel(training: OptionTraining): OptionModel {
  const { data, topics, beside } = training;
  const reader = topicClassifier(topics);
  const words = wordsOfExamples(data);
  const read = reader.reader(words);
  const texts = new Map<string, { at: number; meaning: Float32Array }>();
  const known = new Map<string, number>();
  const placeOf = (text: string): number => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const { folded, meaning } = read(text);
    const at = texts.get(folded)?.at ?? texts.size;
    if (!texts.has(folded)) texts.set(folded, { at, meaning });
    known.set(text, at);
    return at;
  };
  const places = Object.fromEntries(
    [...data.places].map(([place, { options }]) => [
      place,
      [...options].map(([option, examples]) => ({
        option,
        texts: Uint32Array.from(new Set(examples.map(placeOf))),
      })),
    ]),
  );
  const nothing = Uint32Array.from(new Set(data.beside.map(placeOf)));
  const folded = [...texts.keys()];
  const spoken = beside
    .filter((_, at) => at % EVERY === 0)
    .map(({ text, topic }) => ({ ...read(text), topic }));
  const model: OptionModel = {
    madeFrom: optionHash(training),
    words,
    texts: folded,
    vectors: packVectors([...texts.values()].map(({ meaning }) => meaning)),
    beside: nothing,
    places,
    features: worthOf(folded, reader.featuresIn),
    polarity: data.polarity,
    background: packVectors(
      centresOf(
        spoken.map(({ meaning }) => meaning),
        CENTRES,
        seeded(11),
      ),
    ),
    calibration: new Float32Array(0),
  };
  const cases = [...data.places].flatMap(([place, examples]) =>
    casesOf(place, examples, model, reader, spoken),
  );
  return { ...model, calibration: fitLogistic(cases) };
}

const wordsOfExamples = ({ places }: OptionData): string[] =>
  [
    ...new Set(
      [...places.values()]
        .flatMap(({ options }) => [...options.values()].flat())
        .flatMap((text) => normalize(text).split(" "))
        .filter((word) => /^\p{L}+$/u.test(word)),
    ),
  ].sort();

function worthOf(texts: readonly string[], featuresIn: FindFeatures): OptionModel["features"] {
  const count = new Map<number, number>();
  for (const text of texts) {
    const features = featuresIn(text);
    for (const group of featureGroups) {
      for (const key of new Set(features[group])) count.set(key, (count.get(key) ?? 0) + 1);
    }
  }
  return {
    keys: Uint32Array.from(count.keys()),
    worth: Float32Array.from(count.values(), (texts_) => Math.log((1 + texts.length) / (1 + texts_)) + 1),
  };
}

/** What a text counts for that answers nothing anywhere: people say it often. */
const BESIDE_WEIGHT = 0.12;
/** How many sentences about other things are tried at each place. */
const BESIDE = 60;
/** From here on another example says the same in nearly the same words. */
const KIN = 0.8;

/** Every example against the others, without what is nearly the same, and sentences about other things. */
function casesOf(
  place: string,
  { about }: PlaceExamples,
  model: OptionModel,
  reader: ReturnType<typeof topicClassifier>,
  beside: readonly (Compared & { topic: string })[],
): Case[] {
  const parts = likenessParts(model, reader);
  const index = indexPlace(place, parts);
  if (index === undefined) return [];
  const cases: Case[] = [];
  const own = new Set(index.texts.map((text) => model.texts[text]));
  index.texts.forEach((text, example) => {
    const folded = model.texts[text] ?? "";
    const said = { folded, meaning: unpacked(model, text) };
    const kin = example % 2 === 0;
    const evidence = evidenceFor(
      said,
      index,
      parts,
      (other, alike) => other === example || (kin && alike > KIN),
    );
    const weight = index.optionOf[example] === NOTHING ? BESIDE_WEIGHT : 1;
    evidence.forEach((numbers, option) => {
      cases.push({ numbers, right: index.optionOf[example] === option, weight });
    });
  });
  const random = seeded(featureKey("place", place));
  const foreign = beside.filter(({ topic, folded }) => !about.includes(topic) && !own.has(folded));
  const weight = Math.min(1, (index.sizes.reduce((sum, size) => sum + size, 0) * 0.3) / BESIDE);
  for (let i = 0; i < BESIDE; i++) {
    const said = foreign[Math.floor(random() * foreign.length)];
    if (said === undefined) continue;
    for (const numbers of evidenceFor(said, index, parts)) cases.push({ numbers, right: false, weight });
  }
  return cases;
}

function unpacked({ vectors: { values, scales, width } }: OptionModel, v: number): Float32Array {
  return Float32Array.from({ length: width }, (_, i) => (values[v * width + i] ?? 0) * (scales[v] ?? 0));
}
