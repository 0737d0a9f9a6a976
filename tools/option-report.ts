import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { optionMatcher } from "../src/nlu/answers/option-matcher.ts";
import { loadLexicon } from "../src/nlu/lexicon.ts";
import { OPTION_MODEL_FILE, readOptionModel } from "../src/nlu/model/option-model.ts";
import { MODEL_FILE, readModel } from "../src/nlu/model/topic-model.ts";
import { topicClassifier } from "../src/nlu/topics/classifier.ts";
import { dataPath, projectFolder } from "../src/runtime/paths.ts";
import { curve, type Judged, leaveOneOut } from "./evaluation/options.ts";

/** Prints the accuracy of the option matcher: leave-one-out, then on unseen answers and unrelated sentences. */
const topics = topicClassifier(await readModel(dataPath("utterances", "en", MODEL_FILE)));
const model = await readOptionModel(dataPath("examples", "en", OPTION_MODEL_FILE));
const Unseen = z.strictObject({
  answers: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  beside: z.array(z.string()),
});
const [file = path.join(projectFolder, "test/nlu/options/unseen.json"), ...flags] = process.argv.slice(2);
const unseen = Unseen.parse(JSON.parse(await readFile(file, "utf8")));

if (!flags.includes("--unseen")) {
  process.stdout.write(`Example answers, each left out\n${curve(leaveOneOut(model, topics, false))}\n`);
  process.stdout.write(
    `The same, without those in nearly the same words\n${curve(leaveOneOut(model, topics, true))}\n`,
  );
}
const { needIn } = await loadLexicon(dataPath("utterances", "en"));
const match = optionMatcher(model, topics, needIn);
const judge = (text: string, place: string, right: string | null): Judged => {
  const [best, second] = match(text, place);
  return {
    text,
    place,
    right,
    best: best?.option ?? null,
    score: best?.score ?? 0,
    second: second?.score ?? 0,
  };
};
const answers = Object.entries(unseen.answers).flatMap(([place, options]) =>
  Object.entries(options).flatMap(([option, texts]) => texts.map((text) => judge(text, place, option))),
);
const beside = Object.keys(unseen.answers).flatMap((place) =>
  unseen.beside.map((text) => judge(text, place, null)),
);
process.stdout.write(`Unseen\n${curve([...answers, ...beside])}\n`);
if (flags.includes("--failures"))
  for (const { text, place, right, best, score } of [...answers, ...beside])
    if (right === null ? score >= 0.5 : best !== right || score < 0.5)
      process.stdout.write(`${place} | ${text} | ${right} | ${best} ${score.toFixed(2)}\n`);
