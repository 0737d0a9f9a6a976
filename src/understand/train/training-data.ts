import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { projectFolder } from "../../project-folder.ts";
import { readEncoder } from "./encoder-weights.ts";
import { type Example, readExamples } from "./examples.ts";
import type { TrainingData } from "./train.ts";

/** Counts up when the way of training changes, so that models of the old way are made anew. */
const WAY_OF_TRAINING = 1;
const KERNEL = path.join(projectFolder, "src/understand/encoder/matmul.wat");

const Lexicon = z.record(z.string(), z.array(z.string().trim().min(1)));

/** Reads what a language's recogniser is trained from. */
export async function readTrainingData(folder: string): Promise<TrainingData> {
  const file = path.join(folder, "concepts.json");
  const lexicon = Lexicon.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!lexicon.success) throw new Error(`${file}: ${z.prettifyError(lexicon.error)}`);
  return trainingData(await readExamples(folder), lexicon.data);
}

/** The same from examples at hand. */
export async function trainingData(
  examples: readonly Example[],
  lexicon: TrainingData["lexicon"],
): Promise<TrainingData> {
  const kernelSource = await readFile(KERNEL, "utf8");
  const hash = createHash("sha256")
    .update(JSON.stringify([WAY_OF_TRAINING, kernelSource, lexicon, examples]))
    .digest("hex");
  return { examples, lexicon, encoder: await readEncoder(kernelSource), hash };
}
