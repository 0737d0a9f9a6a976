import { indexByCues } from "./cue-index.ts";
import type { Pattern, WordClasses } from "./pattern.ts";
import { compilePatterns } from "./pattern.ts";
import { naming, readLines } from "./pattern-file.ts";

/** Finds the patterns of which a cue is among these words. */
export type MayFit = (words: ReadonlySet<string>) => Pattern[];

/** Reads a file of patterns in groups: those of lines that begin with one of `marks`, and "" for the others. Gaps of the group `ends.mark` stop before `ends.at`. */
export async function readMarked<Mark extends string>(
  file: string,
  classes: WordClasses,
  marks: readonly Mark[],
  ends?: { mark: Mark; at: readonly string[] },
): Promise<Record<Mark | "", MayFit>> {
  const lines = await readLines(file);
  const groupOf = (line: string): Mark | "" => marks.find((mark) => line.startsWith(mark)) ?? "";
  const group = (mark: Mark | ""): [string, MayFit] => {
    const patterns = lines.filter((line) => groupOf(line) === mark).map((line) => line.slice(mark.length));
    const gapEndsAt = ends?.mark === mark ? ends.at : undefined;
    return [mark, naming(file, () => indexByCues(compilePatterns(patterns, classes, gapEndsAt)))];
  };
  return Object.fromEntries(["" as const, ...marks].map(group)) as Record<Mark | "", MayFit>;
}
