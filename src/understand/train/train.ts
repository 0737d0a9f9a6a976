import type { EncoderWeights } from "../encoder/matrix.ts";
import type { TopicModel } from "../model/topic-model.ts";
import { conceptFinder } from "../topics/concepts.ts";
import { scoresOf } from "../topics/network.ts";
import { wholeWords } from "../topics/recogniser.ts";
import { speller } from "../topics/spelling.ts";
import { calibrate, type HeldOut } from "./calibrate.ts";
import type { Example } from "./examples.ts";
import { fit } from "./fit.ts";
import { type Point, trainNetwork } from "./network.ts";
import { packNetwork } from "./pack-network.ts";
import { seeded } from "./random.ts";
import { withSlipped } from "./slipped.ts";
import { pairsOf, vocabularyOf } from "./vocabulary.ts";

const FOLDS = 4;
/** One fold is enough to fit thresholds, and spares whoever installs half the time. */
const FOLDS_FOR_CALIBRATION = 1;
const EPOCHS = 8;

/** What a model is trained from. */
export interface TrainingData {
  examples: readonly Example[];
  lexicon: Readonly<Record<string, readonly string[]>>;
  encoder: EncoderWeights;
  /** compiled learning.wat */
  learning: Uint8Array;
  /** of all the above and of the way of training */
  hash: string;
}

/** Trains a recogniser. The same data gives the same model. */
export function train(data: TrainingData): TopicModel {
  const { topics, vocabulary, features, measure, dull, points } = numbersOf(data);
  const size = { features: features.keys.length, topics: topics.length };
  const heldOut = holdOut(points, size, data, FOLDS, FOLDS_FOR_CALIBRATION);
  const network = trainNetwork(points, size, { epochs: EPOCHS, random: seeded(1), code: data.learning });
  return {
    trainedFrom: data.hash,
    topics,
    lexicon: data.lexicon,
    vocabulary,
    encoder: data.encoder,
    dull,
    features,
    measure,
    network: packNetwork(network),
    calibration: calibrate(heldOut, topics),
  };
}

/** The examples as numbers, those with a slip after them, and what is learnt about numbers on the way. */
export function numbersOf({ examples, lexicon, encoder }: Omit<TrainingData, "hash">) {
  const topics = [...new Set(examples.map(({ topic }) => topic))].sort();
  const vocabulary = vocabularyOf(examples);
  const correct = speller({
    vocabulary,
    alsoKnown: wholeWords(encoder.pieces),
    isPair: pairsOf(examples),
  });
  const said = withSlipped(examples, seeded(4));
  return {
    topics,
    vocabulary,
    ...fit(said, topics, { correct, findConcepts: conceptFinder(lexicon), encoder }),
  };
}

/** The scores of original texts by networks that saw neither them nor what was made of them, for the first `judged` of `folds` parts. */
export function holdOut(
  points: readonly Point[],
  size: { features: number; topics: number },
  { examples, learning }: Pick<TrainingData, "examples" | "learning">,
  folds: number,
  judged = folds,
): HeldOut[] {
  const random = seeded(2);
  const foldOf = examples.map(() => Math.floor(random() * folds));
  const heldOut: HeldOut[] = [];
  for (let fold = 0; fold < judged; fold++) {
    const seen = points.filter(({ source }) => foldOf[source] !== fold);
    const network = packNetwork(
      trainNetwork(seen, size, { epochs: EPOCHS, random: seeded(3 + fold), code: learning }),
    );
    for (const [source, example] of examples.entries()) {
      const point = points[source];
      if (foldOf[source] !== fold || point === undefined) continue;
      const twin = points[source + examples.length] ?? point;
      heldOut.push({ ...example, scores: scoresOf(point, network), slipped: scoresOf(twin, network) });
    }
  }
  return heldOut;
}
