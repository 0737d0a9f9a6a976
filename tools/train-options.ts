import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { OPTION_MODEL_FILE, readOptionModel } from "../src/nlu/model/option-model.ts";
import { MODEL_FILE, pack, readModel } from "../src/nlu/model/topic-model.ts";
import { readExamples } from "../src/nlu/training/examples.ts";
import { readOptionExamples } from "../src/nlu/training/option-examples.ts";
import { makeOptionModel, optionHash } from "../src/nlu/training/option-training.ts";
import { dataPath } from "../src/runtime/paths.ts";

/** Trains the option model of a language, unless the existing one is up to date. */
const [locale = "en"] = process.argv.slice(2);
const folder = dataPath("examples", locale);
const utterances = dataPath("utterances", locale);
const data = await readOptionExamples(folder);
const topics = await readModel(path.join(utterances, MODEL_FILE));
const file = path.join(folder, OPTION_MODEL_FILE);
const madeFrom = await readOptionModel(file).then(
  (model) => model.madeFrom,
  () => null,
);
if (madeFrom !== optionHash({ data, topics })) {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, pack(makeOptionModel({ data, topics, beside: await readExamples(utterances) })));
  await rename(fresh, file);
}
