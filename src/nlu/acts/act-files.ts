import path from "node:path";
import { compilePatterns, type Pattern, type WordClasses } from "../patterns/pattern.ts";
import { naming, readLines } from "../patterns/pattern-file.ts";
import {
  questionsAboutDesk,
  questionsAboutQuestion,
  type SpokenAct,
  strengths,
  wishes,
} from "./spoken-act.ts";

/** An act that patterns can tell; the language has a detector of its own. */
export type ToldAct = Exclude<SpokenAct, { act: "language" }>;

/** A pattern and its act: it tells it, or else the words that it fits do not, whatever they look like. */
export interface Sign extends Pattern {
  act: ToldAct;
  tells: boolean;
}

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
/** a line that begins an act, and one with words that do not tell it */
const HEAD = "= ";
const ASIDE = "- ";

/** Reads the patterns of one language. An act without any, an unknown one and a broken pattern are errors that name the file. */
export async function readSigns(folder: string, classes: WordClasses): Promise<Sign[]> {
  const files = await Promise.all(
    PATTERN_FILES.map(async (name) =>
      signsOf(path.join(folder, name), await readLines(path.join(folder, name)), classes),
    ),
  );
  const signs = files.flat();
  const told = new Set(signs.filter(({ tells }) => tells).map(({ act }) => act));
  const missing = [...byHead].filter(([, act]) => !told.has(act)).map(([head]) => head);
  if (missing.length > 0) throw new Error(`${folder}: no patterns for ${missing.join(", ")}`);
  return signs;
}

function signsOf(file: string, lines: readonly string[], classes: WordClasses): Sign[] {
  let current: ToldAct | undefined;
  const read = lines.flatMap((line) => {
    if (line.startsWith(HEAD)) {
      current = byHead.get(line.slice(HEAD.length));
      if (current === undefined) throw new Error(`${file}: there is no act "${line.slice(HEAD.length)}"`);
      return [];
    }
    if (current === undefined) throw new Error(`${file}: "${line}" stands under no act`);
    const tells = !line.startsWith(ASIDE);
    return [{ pattern: tells ? line : line.slice(ASIDE.length), act: current, tells }];
  });
  const patterns = read.map(({ pattern }) => pattern);
  const compiled = naming(file, () => compilePatterns(patterns, classes));
  return read.flatMap(({ act, tells }, at) => {
    const pattern = compiled[at];
    return pattern === undefined ? [] : [{ ...pattern, act, tells }];
  });
}
