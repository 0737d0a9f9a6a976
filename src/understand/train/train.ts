import type { EncoderWeights } from "../encoder/matrix.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { conceptFinder } from "../topics/concepts.ts";
import { wholeWords } from "../topics/recogniser.ts";
import { speller } from "../topics/spelling.ts";
import { calibrate, type HeldOut } from "./calibrate.ts";
import type { Example } from "./examples.ts";
import { fit } from "./fit.ts";
import { seeded } from "./random.ts";
import { marginsInto, type Point, trainSvm, type Weights } from "./svm.ts";
import { inOtherWords, type Synonyms } from "./synonyms.ts";
import { vocabularyOf } from "./vocabulary.ts";

const FOLDS = 4;
/** One fold is enough to fit thresholds, and spares whoever installs half the time. */
const FOLDS_FOR_CALIBRATION = 1;
const EPOCHS = 10;

/** What a model is trained from. */
export interface TrainingData {
  examples: readonly Example[];
  lexicon: Readonly<Record<string, readonly string[]>>;
  synonyms: Synonyms;
  encoder: EncoderWeights;
  /** of all the above and of the way of training */
  hash: string;
}

/** Trains a recogniser. The same data gives the same model. */
export function train(data: TrainingData): TopicModel {
  const { topics, vocabulary, features, measure, dull, points } = numbersOf(data);
  const size = { features: features.keys.length, topics: topics.length };
  const calibration = calibrate(holdOut(points, size, topics, FOLDS, FOLDS_FOR_CALIBRATION), topics);
  const weights = trainSvm(points, size, { epochs: EPOCHS, random: seeded(1) });
  return {
    trainedFrom: data.hash,
    topics,
    lexicon: data.lexicon,
    vocabulary,
    encoder: data.encoder,
    dull,
    features,
    measure,
    ...inWholeNumbers(weights, topics.length),
    calibration,
  };
}

/** The examples as numbers, those in other words after them, and what is learnt about numbers on the way. */
export function numbersOf({ examples, lexicon, synonyms, encoder }: TrainingData) {
  const topics = [...new Set(examples.map(({ topic }) => topic))].sort();
  const vocabulary = vocabularyOf(examples);
  const correct = speller(vocabulary, wholeWords(encoder.pieces));
  const worded = inOtherWords(examples, synonyms, seeded(4));
  return {
    topics,
    vocabulary,
    ...fit(worded, topics, { correct, findConcepts: conceptFinder(lexicon), encoder }),
  };
}

/** The margins of original texts by machines that saw neither them nor what was made of them, for the first `judged` of `folds` parts. */
export function holdOut(
  points: readonly Point[],
  size: { features: number; topics: number },
  topics: readonly string[],
  folds: number,
  judged = folds,
): HeldOut[] {
  const random = seeded(2);
  const originals = points.filter(({ source }, index) => source === index);
  const foldOf = originals.map(() => Math.floor(random() * folds));
  const heldOut: HeldOut[] = [];
  for (let fold = 0; fold < judged; fold++) {
    const seen = points.filter(({ source }) => foldOf[source] !== fold);
    const weights = trainSvm(seen, size, { epochs: EPOCHS, random: seeded(3 + fold) });
    for (const point of originals.filter(({ source }) => foldOf[source] === fold)) {
      const margins = new Float64Array(topics.length);
      marginsInto(margins, point, weights, topics.length);
      heldOut.push({ margins, topic: topics[point.topic] ?? "", source: point.source });
    }
  }
  return heldOut;
}

function inWholeNumbers(
  { sparse, dense, bias }: Weights,
  K: number,
): Pick<TopicModel, "sparse" | "sparseScales" | "dense" | "bias"> {
  const largest = new Float32Array(K);
  sparse.forEach((weight, index) => {
    largest[index % K] = Math.max(largest[index % K] ?? 0, Math.abs(weight));
  });
  return {
    sparse: Int8Array.from(sparse, (weight, index) => Math.round((weight / (largest[index % K] || 1)) * 127)),
    sparseScales: largest.map((value) => value / 127),
    dense,
    bias: bias.map((value) => value * 0.5),
  };
}
