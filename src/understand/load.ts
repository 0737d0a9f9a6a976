import path from "node:path";
import { MODEL_FILE, readModel } from "./model/topic-model.ts";
import { startRecognizers } from "./recognizers/recognizers.ts";
import { topicRecogniser } from "./topics/recogniser.ts";
import type { Parts } from "./understand.ts";
import { loadWords } from "./words.ts";

/** Everything that understanding needs of one language, from its folder `data/utterances/<locale>`. */
export async function loadUnderstanding(folder: string): Promise<Parts> {
  const [words, model] = await Promise.all([loadWords(folder), readModel(path.join(folder, MODEL_FILE))]);
  return { words, topics: topicRecogniser(model), recognizers: startRecognizers(words.culture) };
}
