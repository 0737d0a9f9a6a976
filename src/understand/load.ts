import path from "node:path";
import { loadDistress } from "./distress/distress.ts";
import { MODEL_FILE, readModel } from "./model/topic-model.ts";
import { startRecognizers } from "./recognizers/recognizers.ts";
import { topicRecogniser } from "./topics/recogniser.ts";
import type { Parts } from "./understand.ts";
import { loadWords } from "./words.ts";

/** Everything that understanding needs of one language, from its folders `data/utterances/<locale>` and `data/distress/<locale>`. */
export async function loadUnderstanding(folder: string, distressFolder: string): Promise<Parts> {
  const [words, model, distress] = await Promise.all([
    loadWords(folder),
    readModel(path.join(folder, MODEL_FILE)),
    loadDistress(distressFolder),
  ]);
  return {
    words,
    topics: topicRecogniser(model),
    recognizers: startRecognizers(words.culture),
    distress,
  };
}
