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
import { vocabularyOf } from "./vocabulary.ts";

const FOLDS = 3;
const EPOCHS = 12;

/** What a model is trained from. */
export interface TrainingData {
  examples: readonly Example[];
  lexicon: Readonly<Record<string, readonly string[]>>;
  encoder: EncoderWeights;
  /** of all the above and of the way of training */
  hash: string;
}

/** Trains a recogniser. The same data gives the same model. */
export function train(data: TrainingData): TopicModel {
  const { topics, vocabulary, features, measure, dull, points } = numbersOf(data);
  const size = { features: features.keys.length, topics: topics.length };
  const calibration = calibrate(holdOut(points, size, topics), topics);
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

/** The examples as numbers, and what is learnt about numbers on the way. */
export function numbersOf({ examples, lexicon, encoder }: TrainingData) {
  const topics = [...new Set(examples.map(({ topic }) => topic))].sort();
  const vocabulary = vocabularyOf(examples);
  const correct = speller(vocabulary, wholeWords(encoder.pieces));
  return {
    topics,
    vocabulary,
    ...fit(examples, topics, { correct, findConcepts: conceptFinder(lexicon), encoder }),
  };
}

/** The margins of each text by machines that were trained without its fold. */
export function holdOut(
  points: readonly Point[],
  size: { features: number; topics: number },
  topics: readonly string[],
  folds = FOLDS,
): HeldOut[] {
  const random = seeded(2);
  const foldOf = points.map(() => Math.floor(random() * folds));
  const heldOut: HeldOut[] = points.map(({ topic }) => ({
    margins: new Float64Array(topics.length),
    topic: topics[topic] ?? "",
  }));
  for (let fold = 0; fold < folds; fold++) {
    const seen = points.filter((_, index) => foldOf[index] !== fold);
    const weights = trainSvm(seen, size, { epochs: EPOCHS, random: seeded(3 + fold) });
    points.forEach((point, index) => {
      const unseen = heldOut[index];
      if (foldOf[index] === fold && unseen) marginsInto(unseen.margins, point, weights, topics.length);
    });
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
