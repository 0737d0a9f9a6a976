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

/** A pattern and the act it tells; null: the words that it fits tell none. */
export interface Sign extends Pattern {
  tells: ToldAct | null;
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
/** a line that begins an act, and one with words that tell none */
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
  const told = new Set(signs.map(({ tells }) => tells));
  const missing = [...byHead].filter(([, act]) => !told.has(act)).map(([head]) => head);
  if (missing.length > 0) throw new Error(`${folder}: no patterns for ${missing.join(", ")}`);
  return signs;
}

function signsOf(file: string, lines: readonly string[], classes: WordClasses): Sign[] {
  let current: ToldAct | undefined;
  const read = lines.flatMap((line): { pattern: string; tells: ToldAct | null }[] => {
    if (line.startsWith(HEAD)) {
      current = byHead.get(line.slice(HEAD.length));
      if (current === undefined) throw new Error(`${file}: there is no act "${line.slice(HEAD.length)}"`);
      return [];
    }
    if (line.startsWith(ASIDE)) return [{ pattern: line.slice(ASIDE.length), tells: null }];
    if (current === undefined) throw new Error(`${file}: "${line}" stands under no act`);
    return [{ pattern: line, tells: current }];
  });
  const compiled = naming(file, () =>
    compilePatterns(
      read.map(({ pattern }) => pattern),
      classes,
    ),
  );
  return compiled.map((pattern, at) => ({ ...pattern, tells: read[at]?.tells ?? null }));
}
