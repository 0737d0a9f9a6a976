/** All hits of a pattern in a text. Most texts have none, which a search tells without a copy of the pattern. */
export const hits = (text: string, pattern: RegExp): RegExpExecArray[] =>
  text.search(pattern) === -1 ? [] : [...text.matchAll(pattern)];
