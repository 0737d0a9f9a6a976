import path from "node:path";
import { loadLexicon } from "../src/nlu/lexicon.ts";
import { MODEL_FILE, readModel } from "../src/nlu/model/topic-model.ts";
import { readTrainingData, train } from "../src/nlu/training/train.ts";
import { dataPath, projectFolder } from "../src/runtime/paths.ts";
import { checkSetsIn } from "./evaluation/checks.ts";
import { figuresOf, largestMove, watched, withoutSome } from "./evaluation/stability.ts";

/**
 * Trains the classifier anew without 2,000 examples, once for each seed given, thresholds included, and prints how far the
 * figures on lines kept apart move from those of the model at hand.
 */
const LEFT_OUT = 2_000;
const seeds = process.argv.slice(2).map(Number);
const folder = dataPath("utterances", "en");
const data = await readTrainingData(folder);
const words = await loadLexicon(folder);
const sets = await checkSetsIn(path.join(projectFolder, "test/nlu/kept-apart"));
const together = { name: "together", checks: sets.flatMap(({ checks }) => checks) };
const atHand = await readModel(path.join(folder, MODEL_FILE));
const keys = Object.keys(watched) as (keyof typeof watched)[];
const print = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);

print(["seed", "set", ...Object.values(watched), "act from", "refuse from", "largest move"]);
print(["", "", ...keys, "", "", ""].map(() => "---"));
for (const seed of seeds.length > 0 ? seeds : [1]) {
  const model = train(withoutSome(data, LEFT_OUT, seed));
  for (const { name, checks } of [...sets, together]) {
    const before = figuresOf(atHand, checks, words);
    const after = figuresOf(model, checks, words);
    const moves = keys.map((key) => `${(before[key] * 100).toFixed(1)} to ${(after[key] * 100).toFixed(1)}`);
    const thresholds = (["lead", "refuse"] as const).map(
      (of) => `${atHand.calibration[of].toFixed(2)} to ${model.calibration[of].toFixed(2)}`,
    );
    print([String(seed), name, ...moves, ...thresholds, largestMove(before, after).toFixed(1)]);
  }
}
