import path from "node:path";
import { loadLexicon } from "../src/nlu/lexicon.ts";
import { MODEL_FILE, readModel } from "../src/nlu/model/topic-model.ts";
import { topicClassifier } from "../src/nlu/topics/classifier.ts";
import { readExamples } from "../src/nlu/training/examples.ts";
import { readJsonFile } from "../src/runtime/json-file.ts";
import { dataPath } from "../src/runtime/paths.ts";
import { contradictions, isSettled, Settled, staleIn } from "./evaluation/contradictions.ts";

/**
 * Prints the examples that say nearly the same under different topics and are not settled in neighbours.json, the most
 * alike first. Fails where one is left, or where a settled pair is none any more.
 */
const folder = dataPath("utterances", "en");
const settled = await readJsonFile(Settled, path.join(folder, "neighbours.json"));
const { empty } = await loadLexicon(folder);
const examples = await readExamples(folder);
const read = topicClassifier(await readModel(path.join(folder, MODEL_FILE))).reader([]);
const found = contradictions(examples, { read, empty });
const open = found.filter((pair) => !isSettled(pair, settled));
for (const { one, other, alike } of open)
  process.stdout.write(`${alike.toFixed(2)} | ${one.topic} | ${one.text} | ${other.topic} | ${other.text}\n`);
const stale = staleIn(settled, examples);
for (const pair of stale) process.stdout.write(`settled, but no longer two topics: ${pair.join(" | ")}\n`);
const ambiguous = found.filter((pair) => isSettled(pair, { toldApart: [], ambiguous: settled.ambiguous }));
process.stdout.write(
  `${found.length - open.length} settled, of them ${ambiguous.length} ambiguous; ${open.length} open\n`,
);
if (open.length + stale.length > 0) process.exitCode = 1;
