import { z } from "zod";
import { normalize } from "../normalize.ts";
import { distance } from "../topics/spelling.ts";

const Phrase = z.string().trim().min(1).transform(normalize);
const Phrases = z.array(Phrase).transform((phrases) => new Set(phrases));
const Said = z.string().includes("{said}");

/**
 * How people speak of days: each phrase stands for a tag that the date grammar knows. Months are `m1` to `m12`, weekdays
 * `w0` (Sunday) to `w6`, seasons `season` and their first month, feasts `feast` and month and day, `easter` and days
 * after Easter Sunday, or `nth` and month, weekday and count.
 */
export const DateWords = z
  .strictObject({
    tags: z.record(z.string().regex(/^[a-z]+[-\dwn]*$/), z.array(Phrase).min(1)),
    numbers: z.record(z.string().regex(/^\d+$/), z.array(Phrase)),
    ordinals: z.record(z.string().regex(/^\d+$/), z.array(Phrase)),
    /** what follows a digit in an ordinal */
    ordinalEnds: Phrases,
    /** words that mean a tag only beside another word of time: "may", "sun" */
    ambiguous: Phrases,
    /** words left out wherever they stand: "like" */
    fillers: Phrases,
    /** words near to one of a month or a weekday that are none */
    notTypos: Phrases,
    /** words that deny the day after them, and words that may stand between */
    deniers: Phrases,
    denierFillers: Phrases,
    /** words after which a day is another event's: "joined" */
    otherEvents: Phrases,
    /** words by which somebody takes a day back and names another */
    corrections: Phrases,
    /** how a clause begins that stands for a day: "after I joined" */
    subjects: Phrases,
    /** what a number before it counts, if it is no day: "2020 dollars" */
    counted: Phrases,
    /** words that are spelled otherwise when said back */
    spellings: z.record(z.string(), z.string()),
    /** around a stretch that was named without a word of its own: "mid June" -> "in mid June" */
    phrasing: z.strictObject({ in: Said, inThe: Said, at: Said, around: Said, ago: Said }),
  })
  .transform((words) => ({ ...words, table: tableOf(words), names: namesIn(words) }));
export type DateWords = z.infer<typeof DateWords>;

type Table = ReadonlyMap<string, string>;

function tableOf(words: {
  tags: Record<string, string[]>;
  numbers: Record<string, string[]>;
  ordinals: Record<string, string[]>;
}): Table {
  const entries = (lists: Record<string, string[]>, tag: (key: string) => string) =>
    Object.entries(lists).flatMap(([key, phrases]) => phrases.map((phrase) => [phrase, tag(key)] as const));
  return new Map([
    ...entries(words.tags, (key) => key),
    ...entries(words.numbers, (key) => `#${key}`),
    ...entries(words.ordinals, (key) => `#${key}th`),
  ]);
}

/** One word or phrase of a text: the tag it stands for, or null, and how it is said back. */
export interface Token {
  tag: string | null;
  word: string;
  said: string;
}

const LONGEST_PHRASE = 4;
const PARTS = /[$€£]\s?\d[\d.,]*|\d+(?:[.:/-]\d+)+|\d+\p{L}*|\p{L}[\p{L}\d]*|[,;!?()]|\.(?!\d)/gu;

/** A text cut into words and phrases of time; a comma or a full stop is a token of its own. */
export function tokensOf(text: string, words: DateWords): Token[] {
  const bare = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}'’‘`´]/gu, "");
  const parts = (bare.match(PARTS) ?? [])
    .flatMap((part) => glued(part, words))
    .filter((part) => !words.fillers.has(part));
  const tokens: Token[] = [];
  for (let at = 0; at < parts.length; ) {
    const length = longestPhrase(parts, at, words.table);
    const word = parts.slice(at, at + Math.max(1, length)).join(" ");
    tokens.push(length > 0 ? known(word, words) : other(word, words));
    at += Math.max(1, length);
  }
  return joined(sureOnes(tokens, words));
}

/** "2yrs" is two words; "3rd" and "03/04" are one. */
function glued(part: string, { ordinalEnds }: DateWords): string[] {
  const [, digits = "", letters = ""] = /^(\d+)(\p{L}+)$/u.exec(part) ?? [];
  return digits === "" || ordinalEnds.has(letters) ? [part] : [digits, letters];
}

function longestPhrase(parts: readonly string[], at: number, table: Table): number {
  for (let length = Math.min(LONGEST_PHRASE, parts.length - at); length > 0; length -= 1)
    if (table.has(parts.slice(at, at + length).join(" "))) return length;
  return 0;
}

const NAMES = /^(?:m\d|w\d|q\d|feast|easter|nth)/;
const UNITS = /^(?:minute|hour|day|week|weekend|fortnight|month|quarter|year|decade)$/;
/** said back in their usual spelling */
const SPELLED = /^(?:m\d|w\d|and$|before$|ago$|since$)/;

function known(word: string, words: DateWords): Token {
  const tag = words.table.get(word) as string;
  const [usual = word, plural = usual] = words.tags[tag] ?? [];
  const unit = UNITS.test(tag) ? (word.endsWith("s") ? plural : usual) : word;
  const right = SPELLED.test(tag) ? usual : unit;
  return { tag, word, said: NAMES.test(tag) ? capitalized(right) : right };
}

const capitalized = (words: string): string => words.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());

const SHORTEST_TYPO = 6;
const LONG = 8;

function other(word: string, words: DateWords): Token {
  if (/^\d+$/.test(word)) return { tag: `#${Number(word)}`, word, said: word };
  if (/^\d+\p{L}+$/u.test(word)) return { tag: `#${Number.parseInt(word, 10)}th`, word, said: word };
  if (word === ",") return { tag: word, word, said: word };
  if (/^\d/.test(word)) return { tag: `=${word}`, word, said: word };
  const near =
    word.length < SHORTEST_TYPO - 1 || words.notTypos.has(word) ? undefined : meantName(word, words);
  return near === undefined ? { tag: null, word, said: words.spellings[word] ?? word } : known(near, words);
}

/** Names long enough that a slip in one is still it: of months, weekdays, and some more. */
const namesIn = ({ tags }: { tags: Record<string, string[]> }): string[] =>
  Object.entries(tags).flatMap(([tag, [name = ""]]) =>
    /^(?:m\d+|w\d|yesterday|feast1225)$/.test(tag) && name.length >= SHORTEST_TYPO ? [name] : [],
  );

/** The only name that a word is a slip or two away from. */
function meantName(word: string, { names }: DateWords): string | undefined {
  const near = names.filter((name) => {
    const most = name.length >= LONG ? 2 : 1;
    return word[0] === name[0] && distance(word, name, most) <= most;
  });
  return near.length === 1 ? near[0] : undefined;
}

/** Beside these a word like "may" is a month. */
const BESIDE =
  /^(?:#|in$|since$|before$|until$|after$|last$|this$|of$|mid$|start$|end$|on$|about$|maybe$|the$|or$|w\d)/;
const FOLLOWS = /^(?:#|last$|this$|or$)/;
const FEW = 2;

/** Takes their tag from words like "may" that stand beside no other word of time. */
function sureOnes(tokens: readonly Token[], { ambiguous }: DateWords): Token[] {
  return tokens.map((token, at) => {
    if (!ambiguous.has(token.word) || tokens.length <= FEW) return token;
    const before = tokens[at - 1]?.tag ?? "";
    const after = tokens[at + 1]?.tag ?? "";
    return BESIDE.test(before) || FOLLOWS.test(after) ? token : { ...token, tag: null };
  });
}

const HIGHEST_TEN = 60;

/** Puts number words together: "twenty first", "twenty twenty one", "two thousand nineteen". */
function joined(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out.at(-1);
    const sum = last && together(last, token);
    if (sum === undefined) out.push(token);
    else out[out.length - 1] = sum;
  }
  return out;
}

function together(a: Token, b: Token): Token | undefined {
  if (!/^[a-z]/.test(a.word) || !/^[a-z]/.test(b.word)) return undefined;
  const [, first = ""] = /^#(\d+)$/.exec(a.tag ?? "") ?? [];
  const [, second = "", end = ""] = /^#(\d+)(th)?$/.exec(b.tag ?? "") ?? [];
  if (first === "" || second === "") return undefined;
  const [x, y] = [Number(first), Number(second)];
  const said = (value: number) => ({
    tag: `#${value}${end}`,
    word: `${a.word} ${b.word}`,
    said: `${value}${end}`,
  });
  if (x % 10 === 0 && x >= 20 && x <= HIGHEST_TEN && y < 10)
    return { ...said(x + y), said: `${a.said} ${b.said}` };
  if (x === 2000 && y < 100) return said(x + y);
  return x === 20 && y >= 10 && y < 100 ? said(x * 100 + y) : undefined;
}
