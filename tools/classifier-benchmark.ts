import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { trainingData } from "../src/nlu/training/train.ts";
import { bench } from "./evaluation/benchmark.ts";

/** Trains the classifier without our domain lexicon on any `{text, label}` files, and prints its figures. */
const { values } = parseArgs({ options: { train: { type: "string" }, test: { type: "string" } } });
if (values.train === undefined || values.test === undefined) {
  process.stderr.write("usage: npm run understand:bench -- --train train.jsonl --test test.jsonl\n");
  process.exit(2);
}

async function examplesIn(file: string) {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const { text, label } = JSON.parse(line) as { text: string; label: string };
    return { text, topic: String(label), theme: "" };
  });
}

const data = await trainingData(await examplesIn(values.train), {});
process.stdout.write(`${JSON.stringify(bench(data, await examplesIn(values.test)), null, 2)}\n`);
