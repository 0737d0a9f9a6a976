/** Texts of one language. */
export interface LanguageSample {
  language: string;
  texts: readonly string[];
}

/** How well the words of each language explain a word, as natural logarithms, in the order of `languages`. */
export interface WordModel {
  languages: readonly string[];
  score(word: string): Float32Array;
  /** whether the texts of a language, by its place in `languages`, have the word */
  knows(language: number, word: string): boolean;
}

/** letters of a row: its last one is guessed from the others */
const ORDER = 3;
/** of what a language says of a word, so much is by the words that were seen in it, the rest by its letters */
const SEEN = 0.5;
/** how often a word typed without its accents counts */
const BARE = 0.5;
/** so many letters a language may have: an unseen one is as likely as any */
const LETTERS = 120;
const UNKNOWN = Math.log(1 / LETTERS);
const UNSEEN = Math.log(1 - SEEN);
/** scores kept for words that come again */
const MOST_LATELY = 5_000;
const EDGE = "_";

/** The words of a text in the form in which they are compared: lower case; "j'ai" is two words, "don't" is one. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’‘`´]/gu, "'")
    .replace(/'(?=\p{L}{2})/gu, " ")
    .replace(/'|\u0307|[\u200b-\u200f\ufeff]/gu, "")
    .match(/[\p{L}\p{M}]+/gu) ?? [];

/** A word as it is typed without accents. */
export const withoutAccents = (word: string): string =>
  word
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ı", "i")
    .replaceAll("đ", "d")
    .replaceAll("ł", "l");

/** Learns from samples how the words and the rows of letters of each language look. */
export function learnWords(samples: readonly LanguageSample[]): WordModel {
  const size = samples.length;
  const counted = samples.map(({ texts }) => countWords(texts));
  const known = new Map<string, { at: number; share: number }[]>();
  for (const [at, words] of counted.entries()) {
    const all = [...words.values()].reduce((sum, number) => sum + number, 0);
    for (const [word, number] of words) listed(known, word).push({ at, share: number / all });
  }
  const { places, chances } = likelihoods(counted.map(countRows));
  const fresh = (word: string): Float32Array => {
    const score = new Float32Array(size);
    const written = `${EDGE}${word}${EDGE}`;
    for (let end = 2; end <= written.length; end += 1) {
      const from = longestRow(places, written, end) * size;
      for (let at = 0; at < size; at += 1)
        score[at] = (score[at] as number) + (from < 0 ? UNKNOWN : (chances[from + at] as number));
    }
    for (let at = 0; at < size; at += 1) score[at] = (score[at] as number) + UNSEEN;
    for (const { at, share } of known.get(word) ?? [])
      score[at] = Math.log(SEEN * share + Math.exp(score[at] as number));
    return score;
  };
  let lately = new Map<string, Float32Array>();
  const score = (word: string): Float32Array => {
    const found = lately.get(word);
    if (found !== undefined) return found;
    if (lately.size >= MOST_LATELY) lately = new Map();
    const made = fresh(word);
    lately.set(word, made);
    return made;
  };
  return {
    languages: samples.map(({ language }) => language),
    score,
    knows: (language, word) => known.get(word)?.some(({ at }) => at === language) === true,
  };
}

function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(texts.join("\n"))) more(counts, word, 1);
  for (const [word, number] of [...counts]) {
    const bare = withoutAccents(word);
    if (bare !== word) more(counts, bare, number * BARE);
  }
  return counts;
}

const more = (counts: Map<string, number>, key: string, number: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + number);
};

function listed<T>(lists: Map<string, T[]>, key: string): T[] {
  const there = lists.get(key) ?? [];
  if (there.length === 0) lists.set(key, there);
  return there;
}

/** Rows of letters of one language: how often each was seen, and how often and in how many kinds those that begin alike. */
interface Rows {
  seen: Map<string, number>;
  after: Map<string, { total: number; kinds: number }>;
}

function countRows(words: ReadonlyMap<string, number>): Rows {
  const rows: Rows = { seen: new Map(), after: new Map() };
  for (const [word, number] of words) {
    const written = `${EDGE}${word}${EDGE}`;
    const weight = 1 + Math.log1p(number);
    for (let end = 2; end <= written.length; end += 1)
      for (let length = 1; length <= Math.min(ORDER, end); length += 1) {
        const row = written.slice(end - length, end);
        const before = rows.after.get(row.slice(0, -1)) ?? { total: 0, kinds: 0 };
        if (before.kinds === 0) rows.after.set(row.slice(0, -1), before);
        const seen = rows.seen.get(row) ?? 0;
        if (seen === 0) before.kinds += 1;
        before.total += weight;
        rows.seen.set(row, seen + weight);
      }
  }
  return rows;
}

/** The logarithm of how likely the last letter of each row is after the others in each language, and where each row stands in it. */
interface Likelihoods {
  places: ReadonlyMap<string, number>;
  chances: Float32Array;
}

/** Where a language does not have a row, a shorter one stands in. */
function likelihoods(languages: readonly Rows[]): Likelihoods {
  const size = languages.length;
  const seen = new Map<string, { at: number; number: number }[]>();
  const after = new Map<string, { at: number; total: number; kinds: number }[]>();
  for (const [at, rows] of languages.entries()) {
    for (const [row, number] of rows.seen) listed(seen, row).push({ at, number });
    for (const [before, { total, kinds }] of rows.after)
      listed(after, before).push({ at, total: total + kinds, kinds });
  }
  const places = new Map<string, number>();
  const chances = new Float32Array(seen.size * size);
  const totals = new Float64Array(size);
  for (const row of [...seen.keys()].sort((one, other) => one.length - other.length)) {
    const from = places.size * size;
    const shorter = row.length === 1 ? undefined : places.get(row.slice(1));
    places.set(row, places.size);
    if (shorter === undefined) chances.fill(1 / LETTERS, from, from + size);
    else chances.copyWithin(from, shorter * size, (shorter + 1) * size);
    totals.fill(1);
    for (const { at, total, kinds } of after.get(row.slice(0, -1)) ?? []) {
      chances[from + at] = ((chances[from + at] as number) * kinds) / total;
      totals[at] = total;
    }
    for (const { at, number } of seen.get(row) ?? [])
      chances[from + at] = (chances[from + at] as number) + number / (totals[at] as number);
  }
  return { places, chances: chances.map(Math.log) };
}

/** The place of the longest row known that ends here; -1 where even its last letter is unknown. */
function longestRow(places: ReadonlyMap<string, number>, written: string, end: number): number {
  for (let length = Math.min(ORDER, end); length > 0; length -= 1) {
    const found = places.get(written.slice(end - length, end));
    if (found !== undefined) return found;
  }
  return -1;
}
