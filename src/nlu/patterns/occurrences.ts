import { indexByCues } from "./cue-index.ts";
import type { Pattern } from "./pattern.ts";

/** Where a pattern fits a text. */
export interface Occurrence<P extends Pattern> {
  pattern: P;
  from: number;
  to: number;
}

/** A pattern, ready to be tried at one place; `asked` is the number of the last text that had one of its cues. */
interface Tried<P> {
  pattern: P;
  cues: readonly string[];
  firsts: ReadonlySet<string> | null;
  fits: RegExp;
  atStart: boolean;
  asked: number;
}

const END = ".";

/** Finds everywhere that patterns fit, in texts as `sentences` gives them: each is tried only where one of its first words stands. */
export function occurrenceFinder<P extends Pattern>(
  patterns: readonly P[],
): (said: string) => Occurrence<P>[] {
  const all = patterns.map((pattern): Tried<P & Pattern> => {
    const { cues, firsts, fits } = pattern;
    return { pattern, cues, firsts, fits: new RegExp(fits.source, "uy"), atStart: pattern.atStart, asked: 0 };
  });
  const mayFit = indexByCues(all);
  const byFirst = new Map<string, Tried<P>[]>();
  for (const one of all)
    for (const first of one.firsts ?? [])
      if (byFirst.get(first)?.push(one) === undefined) byFirst.set(first, [one]);
  let texts = 0;
  return (said) => {
    const words = said.split(" ");
    const found: Occurrence<P>[] = [];
    texts += 1;
    for (const one of mayFit(new Set(words))) {
      one.asked = texts;
      if (one.firsts === null)
        for (const match of said.matchAll(one.pattern.fits))
          found.push({ pattern: one.pattern, from: match.index, to: match.index + match[0].length });
    }
    let from = 0;
    let before = END;
    for (const word of words) {
      for (const { asked, atStart, fits, pattern } of byFirst.get(word) ?? []) {
        if (asked !== texts || (atStart && before !== END)) continue;
        fits.lastIndex = from;
        if (fits.test(said)) found.push({ pattern, from, to: fits.lastIndex });
      }
      from += word.length + 1;
      before = word;
    }
    return found;
  };
}
