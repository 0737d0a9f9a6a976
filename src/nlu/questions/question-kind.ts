import path from "node:path";
import { polarQuestions, type QuestionKind, questionKinds, things } from "../../guide/schema.ts";
import { DataFileError } from "../../runtime/data-file.ts";
import type { ReadSentences } from "../acts/act-text.ts";
import { occurrenceFinder } from "../patterns/occurrences.ts";
import { compilePatterns } from "../patterns/pattern.ts";
import { naming, readClasses, readLines } from "../patterns/pattern-file.ts";
import { headsWithout, readSections, type SectionPattern } from "../patterns/sections.ts";
import { sentencesOf as spokenSentences } from "../sentence-parts.ts";
import type { ReadQuestion } from "./asked-for.ts";

/** kinds without patterns: a text asks so when it asks for nothing else */
const PLAIN: readonly QuestionKind[] = ["what", "how", "why"];

/** kinds of which the words may as well tell something: they are asked for in a question alone */
const OF_QUESTIONS: readonly QuestionKind[] = ["fate", "part", "allowed", "cause", "beyond"];

const named = <S extends string>(names: readonly S[]): ReadonlyMap<string, S> =>
  new Map(names.map((name) => [name, name]));

/** Reads kinds and things of one language from `data/questions/<locale>`. A broken file is an error that names it and quotes the pattern. */
export async function loadQuestions(folder: string, sentencesOf: ReadSentences): Promise<ReadQuestion> {
  const classes = await readClasses(path.join(folder, "classes.txt"));
  const finder = async <S extends string>(
    file: string,
    kind: string,
    names: readonly S[],
    reach: Reach = "overlap",
  ) => {
    const byHead = named(names);
    const patterns = await readSections(path.join(folder, file), classes, { kind, byHead });
    const missing = headsWithout(byHead, patterns);
    if (missing.length > 0) throw new DataFileError(`${folder}: no patterns for ${missing.join(", ")}`);
    return sectionFinder(patterns, reach);
  };
  const [kindsIn, thingsIn, polarIn] = await Promise.all([
    finder(
      "kinds.txt",
      "kind",
      questionKinds.filter((kind) => !PLAIN.includes(kind)),
    ),
    finder("things.txt", "thing", things),
    finder("polar.txt", "yes-or-no question", polarQuestions, "sentence"),
  ]);
  const file = path.join(folder, "asked.txt");
  const asking = await readLines(file);
  const asksIn = naming(file, () => occurrenceFinder(compilePatterns(asking, classes)));
  return (text) => {
    const asked = spokenSentences(text).map((sentence) => {
      const said = sentencesOf(sentence);
      const isAsked = sentence.includes("?") || asksIn(said).length > 0;
      const kinds = kindsIn(said).filter((kind) => isAsked || !OF_QUESTIONS.includes(kind));
      const polar = isAsked ? polarIn(said) : [];
      const about = kinds.includes("fate") || polar.length > 0 ? thingsIn(said) : [];
      return { polar, kinds: kinds.filter((kind) => kind !== "fate" || about.length > 0), about };
    });
    const [polar = null, ...others] = new Set(asked.flatMap(({ polar }) => polar));
    return {
      polar: others.length === 0 ? polar : null,
      kinds: [...new Set(asked.flatMap(({ kinds }) => kinds))],
      things: [...new Set(asked.flatMap(({ about }) => about))],
    };
  };
}

/** How far a pattern reaches that says a section is not told: words that it shares with one that tells it, or the sentence. */
type Reach = "overlap" | "sentence";

/** Finds the sections that a sentence tells, in the order of their words; where another pattern of a section says that it is not told, it is not. */
function sectionFinder<S>(patterns: readonly SectionPattern<S>[], reach: Reach): (said: string) => S[] {
  const occurrences = occurrenceFinder(patterns);
  return (said) => {
    const found = occurrences(said).toSorted((a, b) => a.from - b.from);
    const asides = found.filter(({ pattern }) => !pattern.tells);
    const told = found.filter(
      ({ pattern, from, to }) =>
        pattern.tells &&
        !asides.some(
          (aside) =>
            aside.pattern.section === pattern.section &&
            (reach === "sentence" || (aside.from < to && from < aside.to)),
        ),
    );
    return [...new Set(told.map(({ pattern }) => pattern.section))];
  };
}
