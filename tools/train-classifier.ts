import { rename, writeFile } from "node:fs/promises";
import { MODEL_FILE, packModel, readModel } from "../src/nlu/model/topic-model.ts";
import { readTrainingData, train } from "../src/nlu/training/train.ts";
import { dataPath } from "../src/runtime/paths.ts";

/** Trains the model of a language, unless it was trained from the same data already. */
const [folder = dataPath("utterances", "en")] = process.argv.slice(2);
const data = await readTrainingData(folder);
const file = `${folder}/${MODEL_FILE}`;
const trainedFrom = await readModel(file).then(
  (model) => model.trainedFrom,
  () => null,
);
if (trainedFrom !== data.hash) {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, packModel(train(data)));
  await rename(fresh, file);
}
