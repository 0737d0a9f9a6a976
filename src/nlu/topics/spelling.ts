/** Letters changed, missing, added or swapped with a neighbour; anything above `most` counts as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

const SHORTEST_TO_SPLIT = 6;
const LONGEST_TO_SPLIT = 30;

/** Puts right spaces that slipped by one letter, went missing or were struck as another key: "onh old" -> "on hold". */
function rightSpaces(words: readonly string[], isKnown: (word: string) => boolean): string[] {
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
function parted(word: string, isKnown: (word: string) => boolean, lost = 0): string[] | undefined {
  if (word.length < SHORTEST_TO_SPLIT || word.length > LONGEST_TO_SPLIT) return undefined;
  for (let at = 2; at <= word.length - 2 - lost; at++) {
    const pair = [word.slice(0, at), word.slice(at + lost)];
    if (pair.every(isKnown)) return pair;
  }
  return undefined;
}

/** Puts right one or two slips in a word, and slipped spaces. Words in, words out. */
export type Correct = (words: readonly string[]) => string[];

const SHORTEST = 3;
/** From this length on a word may hold two slips. */
const LONG = 8;
const LONGEST = 24;
const REMEMBERED = 2_000;

/** What a speller knows of a language. */
interface SpellerWords {
  /** what slips are corrected towards, commonest first */
  vocabulary: readonly string[];
  /** words that are no slips either */
  alsoKnown: Iterable<string>;
  /** whether two words are known to follow each other */
  isPair(first: string, second: string): boolean;
}

/** Corrects words that are not known: of those that are equally near, towards the one that fits its neighbours, then the commonest. */
export function speller({ vocabulary, alsoKnown, isPair }: SpellerWords): Correct {
  const common = new Set(vocabulary);
  const known = new Set([...vocabulary, ...alsoKnown]);
  const targets = vocabulary
    .filter((word) => word.length >= SHORTEST)
    .map((word) => ({ word, letters: lettersOf(word) }));
  const remembered = new Map<string, readonly string[]>();
  const isCommon = (word: string) => common.has(word);
  const isKnown = (word: string) => known.has(word) || word.length > LONGEST || /\p{N}/u.test(word);

  function candidates(word: string): readonly string[] {
    const before = remembered.get(word);
    if (before !== undefined) return before;
    const found = nearest(word, targets);
    if (remembered.size > REMEMBERED) remembered.clear();
    remembered.set(word, found);
    return found;
  }

  function correctWord(word: string, at: number, words: readonly string[]): string {
    if (word.length < SHORTEST || isKnown(word)) return word;
    const [before, after] = [words[at - 1], words[at + 1]];
    const fits = (candidate: string) =>
      Number(before !== undefined && isPair(before, candidate)) +
      Number(after !== undefined && isPair(candidate, after));
    const found = candidates(word).filter(
      (candidate) => word.length > SHORTEST || candidate[0] === word[0] || fits(candidate) > 0,
    );
    const best = Math.max(...found.map(fits));
    return found.find((candidate) => fits(candidate) === best) ?? word;
  }

  return (words) => {
    const apart = words.flatMap((word) => (isKnown(word) ? [word] : (parted(word, isCommon) ?? [word])));
    const spelled = apart.map(correctWord);
    return spelled.every(isKnown) ? spelled : rightSpaces(apart, isCommon).map(correctWord);
  };
}

/** The words with the fewest slips between, those that begin alike first. */
function nearest(word: string, targets: readonly { word: string; letters: number }[]): string[] {
  const most = word.length >= LONG ? 2 : 1;
  const letters = lettersOf(word);
  let found: string[] = [];
  let least = most;
  for (const target of targets) {
    if (Math.abs(target.word.length - word.length) > least || differing(target.letters, letters) > 2 * least)
      continue;
    const slips = distance(word, target.word, least);
    if (slips < least) found = [];
    if (slips <= least) found.push(target.word);
    least = Math.min(least, slips);
  }
  return [
    ...found.filter((target) => target[0] === word[0]),
    ...found.filter((target) => target[0] !== word[0]),
  ];
}

/** One bit for each letter that a word has. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
}

function differing(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}
