import { rename, writeFile } from "node:fs/promises";
import { dataPath } from "../project-folder.ts";
import { MODEL_FILE, packModel, readModel } from "../understand/model/topic-model.ts";
import { train } from "../understand/train/train.ts";
import { readTrainingData } from "../understand/train/training-data.ts";

/** Makes the model of a language, unless the one there was made from the same data. */
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
