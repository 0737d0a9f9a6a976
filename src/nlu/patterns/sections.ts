import { DataFileError } from "../../runtime/data-file.ts";
import { compilePatterns, type Pattern, type WordClasses } from "./pattern.ts";
import { naming, readLines } from "./pattern-file.ts";

/** A pattern and the section it stands in: it tells that, or else the words that it fits do not, whatever they look like. */
export interface SectionPattern<S> extends Pattern {
  section: S;
  tells: boolean;
}

/** a line that begins a section, and one with words that do not tell it */
const HEAD = "= ";
const ASIDE = "- ";

/** Reads a file of patterns under heads. `kind` names what a section is. An unknown head and a broken pattern are errors that name the file. */
export async function readSections<S>(
  file: string,
  classes: WordClasses,
  { kind, byHead }: { kind: string; byHead: ReadonlyMap<string, S> },
): Promise<SectionPattern<S>[]> {
  let current: { section: S } | undefined;
  const read = (await readLines(file)).flatMap((line) => {
    if (line.startsWith(HEAD)) {
      const head = line.slice(HEAD.length);
      const section = byHead.get(head);
      if (section === undefined) throw new DataFileError(`${file}: there is no ${kind} "${head}"`);
      current = { section };
      return [];
    }
    if (current === undefined) throw new DataFileError(`${file}: "${line}" stands under no ${kind}`);
    const tells = !line.startsWith(ASIDE);
    return [{ pattern: tells ? line : line.slice(ASIDE.length), section: current.section, tells }];
  });
  const patterns = read.map(({ pattern }) => pattern);
  const compiled = naming(file, () => compilePatterns(patterns, classes));
  return read.flatMap(({ section, tells }, at) => {
    const pattern = compiled[at];
    return pattern === undefined ? [] : [{ ...pattern, section, tells }];
  });
}

/** The heads whose section has no pattern that tells it. */
export function headsWithout<S>(
  byHead: ReadonlyMap<string, S>,
  patterns: readonly SectionPattern<S>[],
): string[] {
  const told = new Set(patterns.filter(({ tells }) => tells).map(({ section }) => section));
  return [...byHead].filter(([, section]) => !told.has(section)).map(([head]) => head);
}
