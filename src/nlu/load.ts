import path from "node:path";
import { loadActs } from "./acts/acts.ts";
import { loadDistress } from "./distress/distress.ts";
import type { Parts } from "./interpret.ts";
import { loadLexicon } from "./lexicon.ts";
import { MODEL_FILE, readModel } from "./model/topic-model.ts";
import { truncateForNlu } from "./normalize.ts";
import { startRecognizers } from "./recognizers/recognizers.ts";
import { topicClassifier } from "./topics/classifier.ts";
import { guessTopic } from "./topics/topic-guess.ts";

/** Everything that understanding needs of one language, from its folders in `data/utterances`, `data/distress` and `data/acts`. */
export async function loadInterpreter(
  folder: string,
  distressFolder: string,
  actsFolder: string,
): Promise<Parts> {
  const [words, model, distress, acts] = await Promise.all([
    loadLexicon(folder),
    readModel(path.join(folder, MODEL_FILE)),
    loadDistress(distressFolder),
    loadActs(actsFolder),
  ]);
  return {
    words,
    topics: topicClassifier(model),
    recognizers: startRecognizers(words.culture),
    distress,
    acts,
    options: () => [],
  };
}

/** Tells what a text is about, and the distress in it if there is any, as one line of JSON. */
export function classifyLine(text: string, parts: Pick<Parts, "words" | "topics" | "distress">): string {
  const { topic, score, alternatives, negated } = guessTopic(truncateForNlu(text), null, parts);
  const rounded = alternatives.map((other) => ({ topic: other.topic, score: round(other.score) }));
  const distress = parts.distress(text);
  const found = distress === null ? {} : { distress };
  return JSON.stringify({ text, topic, score: round(score), alternatives: rounded, negated, ...found });
}

function round(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000;
}
