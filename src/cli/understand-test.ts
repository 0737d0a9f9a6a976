import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { dataPath, projectFolder } from "../project-folder.ts";
import { measure } from "../understand/figures/measure.ts";
import { report } from "../understand/figures/report.ts";
import { MODEL_FILE, readModel } from "../understand/model/topic-model.ts";
import { topicRecogniser } from "../understand/topics/recogniser.ts";
import { readTrainingData } from "../understand/train/training-data.ts";
import { loadWords } from "../understand/words.ts";

/** Measures the recogniser on its own examples and on a file of real needs, and writes the report beside the examples. */
const [devFile = path.join(projectFolder, "../shared/understanding/dev.jsonl")] = process.argv.slice(2);
const folder = dataPath("utterances", "en");
const data = await readTrainingData(folder);
const dev = (await readFile(devFile, "utf8").catch(() => ""))
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as { text: string; accept: string[] });

const before = performance.now();
const model = await readModel(path.join(folder, MODEL_FILE));
topicRecogniser(model);
const loadMs = performance.now() - before;

const about = {
  examples: data.examples.length,
  topics: model.topics.length,
  loadMs,
  calibration: model.calibration,
};
const text = report(measure(data, dev, await loadWords(folder)), about);
await writeFile(path.join(folder, "report.md"), text);
process.stdout.write(text);
