/** Letters changed, missing, added or swapped with a neighbour; anything above `most` counts as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.max(a.length, b.length) >= WIDEST || Math.abs(a.length - b.length) > most) return most + 1;
  let [beforeLast, last, row] = rows;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let least = i;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = Number(a.charCodeAt(i - 1) !== b.charCodeAt(j - 1));
      let slips = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + changed,
      );
      if (isSwapped(a, i, b, j)) slips = Math.min(slips, (beforeLast[j - 2] as number) + 1);
      row[j] = slips;
      if (slips < least) least = slips;
    }
    if (least > most) return most + 1;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return Math.min(last[b.length] as number, most + 1);
}

const WIDEST = 256;
/** Rows of the table of distances; they stay, since words are compared very often. */
const rows: [Uint8Array, Uint8Array, Uint8Array] = [
  new Uint8Array(WIDEST),
  new Uint8Array(WIDEST),
  new Uint8Array(WIDEST),
];

const isSwapped = (a: string, i: number, b: string, j: number): boolean =>
  i > 1 &&
  j > 1 &&
  a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
  a.charCodeAt(i - 2) === b.charCodeAt(j - 1);

/** Puts right one or two slips in a word, and slipped spaces. Words in, words out. */
export type Correct = (words: readonly string[]) => readonly string[];

const SHORTEST = 3;
/** From this length on a word may hold two slips. */
const LONG = 5;
const LONGEST = 24;
const REMEMBERED = 2_000;

const SHORTEST_TO_SPLIT = 6;
const LONGEST_TO_SPLIT = 30;

/** What a slip costs beside others: what is likelier costs less. */
const cost = {
  slip: 1,
  /** the first letter is seldom wrong */
  firstLetter: 0.3,
  /** two words that are not known to stand beside each other */
  strangers: 0.4,
  /** a letter that was struck twice or not twice, or two letters that changed places */
  light: -0.2,
  /** for each time that a word is e times less common than the commonest */
  rare: 0.05,
  space: 1,
  spaceAsLetter: 1.3,
  /** an unknown word that stays as it is, by its length */
  unknown: (length: number) => (length < 5 ? 1.4 : length < 7 ? 2.0 : 2.8),
} as const;

/** So many ways to read a text are followed at a time. */
const FOLLOWED = 6;
/** So many corrections of a word are looked at. */
const MOST_CANDIDATES = 10;

/** What a speller knows of a language. */
interface SpellerWords {
  /** what slips are corrected towards, commonest first */
  vocabulary: readonly string[];
  /** words that are no slips either */
  alsoKnown: Iterable<string>;
  /** whether two words are known to follow each other */
  isPair(first: string, second: string): boolean;
}

/** Words in place of the next `taken` words of a text. */
interface Way {
  words: readonly string[];
  taken: number;
  cost: number;
}

interface Reading {
  words: readonly string[];
  cost: number;
}

/** Corrects words that are not known, towards those that took the fewest slips and fit their neighbours. */
export function speller({ vocabulary, alsoKnown, isPair }: SpellerWords): Correct {
  const common = new Set(vocabulary);
  const known = new Set([...vocabulary, ...alsoKnown]);
  const targets = vocabulary
    .map((word, rank) => ({ word, letters: lettersOf(word), cost: cost.rare * Math.log(rank + 1) }))
    .filter(({ word }) => word.length >= SHORTEST);
  const remembered = new Map<string, readonly Reading[]>();
  const isCommon = (word: string) => common.has(word);
  const isKnown = (word: string) => known.has(word) || word.length > LONGEST || /\p{N}/u.test(word);

  function candidates(word: string): readonly Reading[] {
    if (word.length < SHORTEST) return [];
    const before = remembered.get(word);
    if (before !== undefined) return before;
    const found = nearest(word, targets);
    if (remembered.size > REMEMBERED) remembered.clear();
    remembered.set(word, found);
    return found;
  }

  /** A word as it stands, and what it may have been. */
  const inPlace = (word: string): Reading[] =>
    isKnown(word)
      ? [{ words: [word], cost: 0 }]
      : [{ words: [word], cost: cost.unknown(word.length) }, ...candidates(word)];

  /** Two words of which one at most holds a slip. */
  function bothOf(first: string, second: string): Reading[] {
    if (isCommon(first))
      return isCommon(second)
        ? [{ words: [first, second], cost: 0 }]
        : candidates(second).map((one) => ({ words: [first, ...one.words], cost: one.cost }));
    return isCommon(second)
      ? candidates(first).map((one) => ({ words: [...one.words, second], cost: one.cost }))
      : [];
  }

  function waysAt(words: readonly string[], at: number): Way[] {
    const [word = "", next] = [words[at], words[at + 1]];
    const alone = [...inPlace(word), ...(isKnown(word) ? [] : parted(word, isCommon))].map((one) => ({
      ...one,
      taken: 1,
    }));
    if (next === undefined || (isKnown(word) && isKnown(next))) return alone;
    const together = [
      ...bothOf(word.slice(0, -1), word.slice(-1) + next),
      ...bothOf(word + next.slice(0, 1), next.slice(1)),
      ...(isCommon(word + next) ? [{ words: [word + next], cost: 0 }] : []),
    ].map((one) => ({ ...one, cost: one.cost + cost.space, taken: 2 }));
    return [...alone, ...together];
  }

  function follow(before: Reading, way: Way): Reading {
    const last = before.words.at(-1);
    const all = last === undefined ? way.words : [last, ...way.words];
    const strangers = all.slice(1).filter((word, index) => !isPair(all[index] ?? "", word)).length;
    return {
      words: [...before.words, ...way.words],
      cost: before.cost + way.cost + strangers * cost.strangers,
    };
  }

  return (words) => {
    if (words.every(isKnown)) return words;
    const readings: Reading[][] = [[{ words: [], cost: 0 }], ...words.map(() => [])];
    for (let at = 0; at < words.length; at++) {
      const cheapest = cheapestOf(readings[at] ?? []);
      for (const way of waysAt(words, at))
        for (const before of cheapest) readings[at + way.taken]?.push(follow(before, way));
    }
    const [best] = cheapestOf(readings.at(-1) ?? []);
    return best?.words ?? words;
  };
}

/** The cheapest readings; of those that end in the same word one, since they go on alike. */
function cheapestOf(readings: readonly Reading[]): Reading[] {
  const byLast = new Map<string | undefined, Reading>();
  for (const reading of readings) {
    const last = reading.words.at(-1);
    const other = byLast.get(last);
    if (other === undefined || reading.cost < other.cost) byLast.set(last, reading);
  }
  return [...byLast.values()].sort((a, b) => a.cost - b.cost).slice(0, FOLLOWED);
}

/** Two known words of at least two letters that were written as one, perhaps with another key in place of the space. */
function parted(word: string, isKnown: (word: string) => boolean): Reading[] {
  if (word.length < SHORTEST_TO_SPLIT || word.length > LONGEST_TO_SPLIT) return [];
  const found: Reading[] = [];
  for (const [lost, price] of [cost.space, cost.spaceAsLetter].entries()) {
    for (let at = 2; at <= word.length - 2 - lost; at++) {
      const pair = [word.slice(0, at), word.slice(at + lost)];
      if (pair.every(isKnown)) found.push({ words: pair, cost: price });
    }
  }
  return found;
}

/** The words that one or two slips may have made this of, the likeliest first. */
function nearest(
  word: string,
  targets: readonly { word: string; letters: number; cost: number }[],
): Reading[] {
  const most = word.length >= LONG ? 2 : 1;
  const letters = lettersOf(word);
  const found: Reading[] = [];
  for (const target of targets) {
    if (Math.abs(target.word.length - word.length) > most || differing(target.letters, letters) > 2 * most)
      continue;
    const slips = distance(word, target.word, most);
    if (slips > most || slips >= target.word.length - 1) continue;
    const first = target.word[0] === word[0] ? 0 : cost.firstLetter;
    found.push({
      words: [target.word],
      cost: slips * cost.slip + first + target.cost + (isLight(word, target.word) ? cost.light : 0),
    });
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, MOST_CANDIDATES);
}

/** Whether two words have the same letters, however often each. */
const isLight = (a: string, b: string): boolean => lettersOf(a) === lettersOf(b);

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
