import { createInterface } from "node:readline";
import { classifyLine, loadInterpreter } from "../nlu/load.ts";
import { dataPath } from "../runtime/paths.ts";

/** Reads one text per line, and writes one JSON line for each, blank lines included. */
const parts = await loadInterpreter({
  utterances: dataPath("utterances", "en"),
  examples: dataPath("examples", "en"),
  distress: dataPath("distress", "en"),
  acts: dataPath("acts", "en"),
  facts: dataPath("facts", "en"),
});
for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  process.stdout.write(`${classifyLine(text, parts)}\n`);
}
await parts.recognizers.close();
