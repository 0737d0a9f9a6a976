import path from "node:path";
import { loadActText } from "./acts/act-text.ts";
import { loadActs } from "./acts/acts.ts";
import { optionMatcher } from "./answers/option-matcher.ts";
import { loadDistress } from "./distress/distress.ts";
import { loadFacts, type ReadFacts } from "./facts/told-facts.ts";
import { loadForeign } from "./languages/foreign.ts";
import { loadLexicon } from "./lexicon.ts";
import { OPTION_MODEL_FILE, readOptionModel } from "./model/option-model.ts";
import { MODEL_FILE, readModel } from "./model/topic-model.ts";
import { truncateForNlu } from "./normalize.ts";
import { loadQuestions } from "./questions/question-kind.ts";
import { startRecognizers } from "./recognizers/recognizers.ts";
import type { Parts } from "./said.ts";
import { topicClassifier } from "./topics/classifier.ts";
import { guessTopic } from "./topics/topic-guess.ts";

/** The folders of one language: `data/utterances/<locale>` and so on. */
interface LanguageFolders {
  utterances: string;
  examples: string;
  distress: string;
  acts: string;
  questions: string;
  facts: string;
  /** how texts in other languages are told: `data/languages` */
  languages: string;
}

/** Returns the folders of one language below a data folder, whose paths `folder` makes. */
export const languageFolders = (locale: string, folder: (...parts: string[]) => string): LanguageFolders => ({
  utterances: folder("utterances", locale),
  examples: folder("examples", locale),
  distress: folder("distress", locale),
  acts: folder("acts", locale),
  facts: folder("facts", locale),
  languages: folder("languages"),
  questions: folder("questions", locale),
});

/** Everything that understanding needs of one language. */
export async function loadInterpreter(folders: LanguageFolders): Promise<Parts & { facts: ReadFacts }> {
  const foreign = await loadForeign(folders);
  const [words, model, options, distress, acts, asksFor, facts] = await Promise.all([
    loadLexicon(folders.utterances),
    readModel(path.join(folders.utterances, MODEL_FILE)),
    readOptionModel(path.join(folders.examples, OPTION_MODEL_FILE)),
    loadDistress(folders.distress),
    loadActs(folders.acts, foreign),
    loadActText(folders.acts).then((textOf) => loadQuestions(folders.questions, textOf)),
    loadFacts(folders.facts),
  ]);
  const topics = topicClassifier(model);
  return {
    words,
    topics,
    options: optionMatcher(options, topics, words.needIn),
    recognizers: startRecognizers(words.culture),
    distress,
    acts,
    languageOf: foreign.languageOf,
    asksFor,
    facts,
  };
}

/**
 * Tells what a text is about, and the distress in it if there is any, as one line of JSON. With a place (`dialog.step`)
 * also its spoken acts, and how well it answers each option there.
 */
export function classifyLine(
  text: string,
  parts: Pick<Parts, "words" | "topics" | "distress" | "acts" | "options">,
  place: string | null = null,
): string {
  const { topic, score, alternatives, negated } = guessTopic(truncateForNlu(text), null, parts);
  const rounded = alternatives.map((other) => ({ topic: other.topic, score: round(other.score) }));
  const distress = parts.distress(text);
  const found = distress === null ? {} : { distress };
  const here = place === null ? {} : { acts: parts.acts(text), options: optionScores(text, place, parts) };
  return JSON.stringify({
    text,
    topic,
    score: round(score),
    alternatives: rounded,
    negated,
    ...found,
    ...here,
  });
}

const optionScores = (text: string, place: string, { options }: Pick<Parts, "options">) =>
  options(text, place).map(({ option, score }) => ({ option, score: round(score) }));

/** Whether a place has example answers. */
export const hasExamples = (place: string, { options }: Pick<Parts, "options">): boolean =>
  options("", place).length > 0;

function round(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 1_000) / 1_000;
}
