const SHORTEST_TO_SPLIT = 6;
const LONGEST_TO_SPLIT = 30;

/** Puts right spaces that slipped by one letter, went missing or were struck as another key: "onh old" -> "on hold". */
export function rightSpaces(words: readonly string[], isKnown: (word: string) => boolean): string[] {
  const right: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1];
    const moved =
      next === undefined || (isKnown(word) && isKnown(next)) ? undefined : moveSpace(word, next, isKnown);
    if (moved !== undefined) {
      right.push(...moved);
      i++;
    } else right.push(...(isKnown(word) ? [word] : (parted(word, isKnown, 1) ?? [word])));
  }
  return right;
}

function moveSpace(a: string, b: string, isKnown: (word: string) => boolean): string[] | undefined {
  const tries = [
    [a.slice(0, -1), a.slice(-1) + b],
    [a + b.slice(0, 1), b.slice(1)],
  ];
  return tries.find((pair) => pair.every((word) => word !== "" && isKnown(word)));
}

/** Two known words of at least two letters that were written as one, with `lost` wrong letters between them. */
export function parted(word: string, isKnown: (word: string) => boolean, lost = 0): string[] | undefined {
  if (word.length < SHORTEST_TO_SPLIT || word.length > LONGEST_TO_SPLIT) return undefined;
  for (let at = 2; at <= word.length - 2 - lost; at++) {
    const pair = [word.slice(0, at), word.slice(at + lost)];
    if (pair.every(isKnown)) return pair;
  }
  return undefined;
}
