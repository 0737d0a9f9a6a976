import { loadLexicon } from "../src/nlu/lexicon.ts";
import { MODEL_FILE, readModel } from "../src/nlu/model/topic-model.ts";
import { topicClassifier } from "../src/nlu/topics/classifier.ts";
import { readExamples } from "../src/nlu/training/examples.ts";
import { dataPath } from "../src/runtime/paths.ts";
import { contradictions } from "./evaluation/contradictions.ts";

/** Prints the examples that say nearly the same under different topics, the most alike first. */
const folder = dataPath("utterances", "en");
const { empty } = await loadLexicon(folder);
const read = topicClassifier(await readModel(dataPath("utterances", "en", MODEL_FILE))).reader([]);
for (const { one, other, alike } of contradictions(await readExamples(folder), { read, empty }))
  process.stdout.write(`${alike.toFixed(2)} | ${one.topic} | ${one.text} | ${other.topic} | ${other.text}\n`);
