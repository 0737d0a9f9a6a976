import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { projectFolder } from "../../project-folder.ts";
import { parsed } from "../parsed.ts";
import { compile } from "./compile.ts";
import { readEncoder } from "./encoder-weights.ts";
import { type Example, readExamples } from "./examples.ts";
import type { TrainingData } from "./train.ts";

/** Counts up when the way of training changes, so that models of the old way are made anew. */
const WAY_OF_TRAINING = 6;
const KERNEL = path.join(projectFolder, "src/understand/encoder/matmul.wat");
const LEARNING = path.join(projectFolder, "src/understand/train/learning.wat");

const Phrase = z.string().trim().min(1);
const Lexicon = z.record(z.string(), z.array(Phrase));

/** Reads what a language's recogniser is trained from. */
export async function readTrainingData(folder: string): Promise<TrainingData> {
  const lexicon = await parsed(Lexicon, path.join(folder, "concepts.json"));
  return trainingData(await readExamples(folder), lexicon);
}

/** The same from examples at hand. */
export async function trainingData(
  examples: readonly Example[],
  lexicon: TrainingData["lexicon"],
): Promise<TrainingData> {
  const kernelSource = await readFile(KERNEL, "utf8");
  const learningSource = await readFile(LEARNING, "utf8");
  const hash = createHash("sha256")
    .update(JSON.stringify([WAY_OF_TRAINING, kernelSource, learningSource, lexicon, examples]))
    .digest("hex");
  const encoder = await readEncoder(kernelSource);
  return { examples, lexicon, encoder, learning: await compile("learning.wat", learningSource), hash };
}
