import { parted, rightSpaces } from "./spacing.ts";

/** Puts right one or two slips in a word, and slipped spaces. Words in, words out. */
export type Correct = (words: readonly string[]) => string[];

const SHORTEST = 3;
/** From this length on a word may hold two slips. */
const LONG = 8;
const LONGEST = 24;
const REMEMBERED = 2_000;

/** Corrects towards `vocabulary`, commonest first, what is neither in it nor among `alsoKnown` words. */
export function speller(vocabulary: readonly string[], alsoKnown: Iterable<string>): Correct {
  const common = new Set(vocabulary);
  const known = new Set([...vocabulary, ...alsoKnown]);
  const targets = vocabulary
    .filter((word) => word.length >= SHORTEST)
    .map((word) => ({ word, letters: lettersOf(word) }));
  const corrected = new Map<string, string>();
  const isCommon = (word: string) => common.has(word);
  const isKnown = (word: string) => known.has(word) || word.length > LONGEST || /\p{N}/u.test(word);

  function correctWord(word: string): string {
    if (word.length < SHORTEST || isKnown(word)) return word;
    const before = corrected.get(word);
    if (before !== undefined) return before;
    const best = nearest(word, targets) ?? word;
    if (corrected.size > REMEMBERED) corrected.clear();
    corrected.set(word, best);
    return best;
  }

  return (words) => {
    const apart = words.flatMap((word) => (isKnown(word) ? [word] : (parted(word, isCommon) ?? [word])));
    const spelled = apart.map(correctWord);
    return spelled.every(isKnown) ? spelled : rightSpaces(apart, isCommon).map(correctWord);
  };
}

function nearest(word: string, targets: readonly { word: string; letters: number }[]): string | undefined {
  const most = word.length >= LONG ? 2 : 1;
  const letters = lettersOf(word);
  let best: string | undefined;
  let least = most + 1;
  for (const target of targets) {
    if (Math.abs(target.word.length - word.length) > most || differing(target.letters, letters) > 2 * most)
      continue;
    if (word.length === SHORTEST && target.word[0] !== word[0]) continue;
    const slips = distance(word, target.word, Math.min(most, least - 1));
    if (slips < least) {
      least = slips;
      best = target.word;
      if (slips === 1 && target.word[0] === word[0]) return best;
    }
  }
  return best;
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

/** Letters changed, missing, added or swapped with a neighbour; anything above `most` counts as `most + 1`. */
function distance(a: string, b: string, most: number): number {
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
