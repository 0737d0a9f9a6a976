import type { Pattern } from "./pattern.ts";

/** Finds the patterns that may fit a text: those of which a cue is among its words. */
export type MayFit = (words: ReadonlySet<string>) => Pattern[];

const KEY = 3;

/** Makes the index from words to patterns, so that a text costs only the few patterns that it may fit. */
export function indexByCues(patterns: readonly Pattern[]): MayFit {
  const byWord = new Map<string, Pattern[]>();
  const byStart = new Map<string, { stem: string; pattern: Pattern }[]>();
  const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const there = map.get(key);
    if (there === undefined) map.set(key, [value]);
    else there.push(value);
  };
  for (const pattern of patterns)
    for (const cue of pattern.cues)
      if (!cue.endsWith("*")) put(byWord, cue, pattern);
      else put(byStart, cue.slice(0, Math.min(KEY, cue.length - 1)), { stem: cue.slice(0, -1), pattern });
  return (words) => {
    const found = new Set<Pattern>();
    for (const word of words) {
      for (const pattern of byWord.get(word) ?? []) found.add(pattern);
      for (let length = 1; length <= KEY; length += 1)
        for (const { stem, pattern } of byStart.get(word.slice(0, length)) ?? [])
          if (word.startsWith(stem)) found.add(pattern);
    }
    return [...found];
  };
}
