import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../../runtime/json-file.ts";
import { projectFolder } from "../../runtime/paths.ts";
import type { EncoderWeights } from "../encoder/wasm-matmul.ts";
import {
  type PackedLinear,
  type PackedNetwork,
  type Scorer,
  scoresOf,
  type TopicModel,
} from "../model/topic-model.ts";
import { normalize } from "../normalize.ts";
import { wholeWords } from "../topics/classifier.ts";
import { conceptFinder } from "../topics/features.ts";
import { speller } from "../topics/spelling.ts";
import { compile, readEncoder } from "./encoder-weights.ts";
import {
  type Courtesies,
  courteousTwins,
  type Example,
  readExamples,
  seeded,
  withTypoAugmentation,
} from "./examples.ts";
import { calibrate, fit, type HeldOut } from "./fit.ts";
import { type Linear, trainLinear } from "./linear-trainer.ts";
import { type Network, type Point, trainNetwork } from "./network-trainer.ts";

/** Counts up when the way of training changes, so that models of the old way are made anew. */
const WAY_OF_TRAINING = 10;
const KERNEL = path.join(projectFolder, "src/nlu/encoder/matmul.wat");
const LEARNING = path.join(projectFolder, "src/nlu/training/learning.wat");

const Phrase = z.string().trim().min(1);
const Lexicon = z.record(z.string(), z.array(Phrase));
/** Other courtesies than the tests say. */
const Twins = z.strictObject({ front: z.array(Phrase), end: z.array(Phrase) });

/** Reads what a language's recogniser is trained from. */
export async function readTrainingData(folder: string): Promise<TrainingData> {
  const lexicon = await readJsonFile(Lexicon, path.join(folder, "concepts.json"));
  const courtesies = await readJsonFile(Twins, path.join(folder, "courtesies", "twins.json"));
  return trainingData(await readExamples(folder), lexicon, courtesies);
}

/** The same from examples at hand. */
export async function trainingData(
  examples: readonly Example[],
  lexicon: TrainingData["lexicon"],
  courtesies: Courtesies = { front: [], end: [] },
): Promise<TrainingData> {
  const kernelSource = await readFile(KERNEL, "utf8");
  const learningSource = await readFile(LEARNING, "utf8");
  const hash = createHash("sha256")
    .update(JSON.stringify([WAY_OF_TRAINING, kernelSource, learningSource, lexicon, examples, courtesies]))
    .digest("hex");
  const encoder = await readEncoder(kernelSource);
  return {
    examples,
    lexicon,
    courtesies,
    encoder,
    learning: await compile("learning.wat", learningSource),
    hash,
  };
}

const LEAST_TEXTS = 2;

/** The words that at least two examples use, commonest first: what slips are corrected towards. */
function vocabularyOf(examples: readonly Example[]): string[] {
  const texts = new Map<string, number>();
  for (const { text } of examples) {
    for (const word of new Set(normalize(text).split(" "))) texts.set(word, (texts.get(word) ?? 0) + 1);
  }
  return [...texts]
    .filter(([word, count]) => count >= LEAST_TEXTS && /^\p{L}+$/u.test(word))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word);
}

/** Whether two words follow each other in at least two examples. */
function pairsOf(examples: readonly Example[]): (first: string, second: string) => boolean {
  const texts = new Map<string, number>();
  for (const { text } of examples) {
    const words = normalize(text).split(" ");
    const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
    for (const pair of new Set(pairs)) texts.set(pair, (texts.get(pair) ?? 0) + 1);
  }
  return (first, second) => (texts.get(`${first} ${second}`) ?? 0) >= LEAST_TEXTS;
}

/** A network with its largest matrix in 8 bits. */
function packNetwork({ sparse, ...rest }: Network): PackedNetwork {
  const packed = inColumns(sparse, rest.hiddenBias.length);
  return { ...rest, sparse: packed.values, sparseScales: packed.scales };
}

function packLinear({ sparse, ...rest }: Linear): PackedLinear {
  const { values, scales } = inColumns(sparse, rest.bias.length);
  return { ...rest, sparse: values, scales };
}

/** A matrix in 8 bits, each column at a scale of its own. */
function inColumns(matrix: Float32Array, width: number): { values: Int8Array; scales: Float32Array } {
  const largest = new Float32Array(width);
  matrix.forEach((weight, at) => {
    largest[at % width] = Math.max(largest[at % width] ?? 0, Math.abs(weight));
  });
  return {
    values: Int8Array.from(matrix, (weight, at) => Math.round((weight / (largest[at % width] || 1)) * 127)),
    scales: largest.map((value) => value / 127),
  };
}

/** Trains what tells topics. The linear classifiers do without slipped twins, which cost them much time. */
function trainScorer(
  points: readonly Point[],
  size: { features: number; topics: number },
  { seed, code }: { seed: number; code: Uint8Array },
): Scorer {
  const network = trainNetwork(points, size, { epochs: EPOCHS, random: seeded(seed), code });
  const unslipped = points.filter(({ slipped }) => !slipped);
  return { network: packNetwork(network), linear: packLinear(trainLinear(unslipped, size, seed)) };
}

/** Thresholds are fitted to all folds: of one alone a few texts decide. Three spare whoever installs a fourth. */
const FOLDS = 3;
const EPOCHS = 6;

/** What a model is trained from. */
export interface TrainingData {
  examples: readonly Example[];
  lexicon: Readonly<Record<string, readonly string[]>>;
  /** what twins of examples say besides */
  courtesies: Courtesies;
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
  const heldOut = holdOut(points, size, data, FOLDS);
  const scorer = trainScorer(points, size, { seed: 1, code: data.learning });
  return {
    trainedFrom: data.hash,
    topics,
    lexicon: data.lexicon,
    vocabulary,
    encoder: data.encoder,
    dull,
    features,
    measure,
    scorer,
    calibration: calibrate(heldOut, topics),
  };
}

/** The examples as numbers, those with a slip after them, then courteous ones, and what is learnt about numbers on the way. */
export function numbersOf({ examples, lexicon, courtesies, encoder }: Omit<TrainingData, "hash">) {
  const topics = [...new Set(examples.map(({ topic }) => topic))].sort();
  const vocabulary = vocabularyOf(examples);
  const correct = speller({
    vocabulary,
    alsoKnown: wholeWords(encoder.pieces),
    isPair: pairsOf(examples),
  });
  const said = [
    ...withTypoAugmentation(examples, seeded(4)),
    ...courteousTwins(examples, courtesies, seeded(5)),
  ];
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
    const scorer = trainScorer(seen, size, { seed: 3 + fold, code: learning });
    for (const [source, example] of examples.entries()) {
      const point = points[source];
      if (foldOf[source] !== fold || point === undefined) continue;
      const twin = points[source + examples.length] ?? point;
      heldOut.push({ ...example, scores: scoresOf(point, scorer), slipped: scoresOf(twin, scorer) });
    }
  }
  return heldOut;
}
