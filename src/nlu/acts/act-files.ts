import path from "node:path";
import { DataFileError } from "../../runtime/data-file.ts";
import type { WordClasses } from "../patterns/pattern.ts";
import { headsWithout, readSections, type SectionPattern } from "../patterns/sections.ts";
import {
  questionsAboutDesk,
  questionsAboutQuestion,
  type SpokenAct,
  strengths,
  wishes,
} from "./spoken-act.ts";

/** An act that patterns can tell; the language has a detector of its own. */
export type ToldAct = Exclude<SpokenAct, { act: "language" }>;

/** A pattern and its act. */
export type Sign = SectionPattern<ToldAct>;

const without = ["unsure", "wait", "acknowledge", "thanks", "repair", "return", "leave", "feeling"] as const;

/** Every act that must have patterns, by the words of its section's head. */
const byHead: ReadonlyMap<string, ToldAct> = new Map<string, ToldAct>([
  ...wishes.map((id) => [`wish ${id}`, { act: "wish", id }] as const),
  ...questionsAboutQuestion.map((id) => [`about-question ${id}`, { act: "about-question", id }] as const),
  ...questionsAboutDesk.map((id) => [`about-desk ${id}`, { act: "about-desk", id }] as const),
  ...strengths.map((id) => [`yes ${id}`, { act: "yes", id }] as const),
  ...strengths.map((id) => [`no ${id}`, { act: "no", id }] as const),
  ...without.map((act) => [act, { act, id: null }] as const),
]);

const PATTERN_FILES = ["wish.txt", "about-question.txt", "about-desk.txt", "yes-no.txt", "moments.txt"];

/** Reads the patterns of one language. An act without any, an unknown one and a broken pattern are errors that name the file. */
export async function readSigns(folder: string, classes: WordClasses): Promise<Sign[]> {
  const files = await Promise.all(
    PATTERN_FILES.map((name) => readSections(path.join(folder, name), classes, { kind: "act", byHead })),
  );
  const signs = files.flat();
  const missing = headsWithout(byHead, signs);
  if (missing.length > 0) throw new DataFileError(`${folder}: no patterns for ${missing.join(", ")}`);
  return signs;
}
