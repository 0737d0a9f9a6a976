import type { Pattern } from "./pattern.ts";

const KEY = 3;

/** Makes the index from words to patterns, so that a text costs only the few patterns of which a cue is among its words. */
export function indexByCues<P extends Pick<Pattern, "cues">>(
  patterns: readonly P[],
): (words: ReadonlySet<string>) => P[] {
  const byWord = new Map<string, P[]>();
  const byStart = new Map<string, { stem: string; pattern: P }[]>();
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
    const found = new Set<P>();
    for (const word of words) {
      for (const pattern of byWord.get(word) ?? []) found.add(pattern);
      for (let length = 1; length <= KEY; length += 1)
        for (const { stem, pattern } of byStart.get(word.slice(0, length)) ?? [])
          if (word.startsWith(stem)) found.add(pattern);
    }
    return [...found];
  };
}
