import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { classifyLine, hasExamples, languageFolders, loadInterpreter } from "../nlu/load.ts";
import { dataPath } from "../runtime/paths.ts";
import { errorMessage } from "../runtime/process.ts";

const USAGE = "npm run understand -- [--place <dialog>.<step>]";

/** Parses the arguments. Prints the usage and exits for unknown ones. */
function placeArgument(): string | null {
  try {
    return parseArgs({ options: { place: { type: "string" } } }).values.place ?? null;
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

/** Reads one text per line, and writes one JSON line for each, blank lines included. */
const place = placeArgument();
const parts = await loadInterpreter(languageFolders("en", dataPath));
if (place !== null && !hasExamples(place, parts)) {
  process.stderr.write(`${place}: has no example answers in ${dataPath("examples", "en")}\n${USAGE}\n`);
  process.exit(2);
}
for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  process.stdout.write(`${classifyLine(text, parts, place)}\n`);
}
await parts.recognizers.close();
