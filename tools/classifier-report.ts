import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { loadGuide } from "../src/guide/guide.ts";
import { loadActText } from "../src/nlu/acts/act-text.ts";
import { loadForeign } from "../src/nlu/languages/foreign.ts";
import { loadLexicon } from "../src/nlu/lexicon.ts";
import { MODEL_FILE, readModel } from "../src/nlu/model/topic-model.ts";
import { loadQuestions } from "../src/nlu/questions/question-kind.ts";
import { topicClassifier } from "../src/nlu/topics/classifier.ts";
import { readTrainingData } from "../src/nlu/training/train.ts";
import { readJsonFile } from "../src/runtime/json-file.ts";
import { dataPath, projectFolder } from "../src/runtime/paths.ts";
import { measureAnswerability, pairsIn } from "./evaluation/answerability.ts";
import { checkSetsIn, checksIn } from "./evaluation/checks.ts";
import { measure } from "./evaluation/measure.ts";
import { report } from "./evaluation/report.ts";

/**
 * Evaluates the classifier on its own examples, on held-out lines and on a development file, and writes the
 * report.
 */
const [devFile = path.join(projectFolder, "test/nlu/dev.jsonl")] = process.argv.slice(2);
const folder = dataPath("utterances", "en");
const data = await readTrainingData(folder);
const dev = await checksIn(devFile);
const kept = await checkSetsIn(path.join(projectFolder, "test/nlu/kept-apart"));

const Phrases = z.array(z.string());
const courtesies = await readJsonFile(
  z.strictObject({ front: Phrases, end: Phrases }),
  path.join(projectFolder, "test/nlu/courtesies/apart.json"),
);

const pairs = await pairsIn(path.join(projectFolder, "test/nlu/answerability.jsonl"));
const before = performance.now();
const model = await readModel(path.join(folder, MODEL_FILE));
const topics = topicClassifier(model);
const loadMs = performance.now() - before;

const words = await loadLexicon(folder);
const asksFor = await loadQuestions(dataPath("questions", "en"), await loadActText(dataPath("acts", "en")));
const guide = await loadGuide(dataPath("guide", "en"));
const about = {
  examples: data.examples.length,
  topics: model.topics.length,
  loadMs,
  calibration: model.calibration,
  answerability: measureAnswerability(pairs, guide, { words, topics, asksFor }),
  notes: await readFile(path.join(folder, "notes.md"), "utf8"),
};
const text = report(measure(data, { dev, kept, courtesies }, { model, words }), about);
await writeFile(path.join(folder, "report.md"), text);
process.stdout.write(`${text}\n${await languageTable()}`);

/** How many held-out texts of each language are told right. */
async function languageTable(): Promise<string> {
  const { languageOf } = await loadForeign({
    languages: dataPath("languages"),
    utterances: folder,
    acts: dataPath("acts", "en"),
    distress: dataPath("distress", "en"),
  });
  const heldOut = path.join(projectFolder, "test/nlu/languages/held-out");
  const rows = await Promise.all(
    (await readdir(heldOut)).sort().map(async (name) => {
      const language = path.basename(name, ".txt");
      const texts = (await readFile(path.join(heldOut, name), "utf8"))
        .split("\n")
        .filter((line) => line !== "");
      const right = texts.filter((one) => languageOf(one) === language).length;
      return `| ${language} | ${right} of ${texts.length} |\n`;
    }),
  );
  return `## Other languages\n\n| Language | Told right, four words |\n| --- | --- |\n${rows.join("")}`;
}
