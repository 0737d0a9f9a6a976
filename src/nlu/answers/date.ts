import type { DateAnswer } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize } from "../normalize.ts";
import type { Found, Recognizers } from "../recognizers/recognizers.ts";
import { readDate } from "./date-grammar.ts";

const DAY_MS = 86_400_000;
/** Further back than this, "two months ago" is no exact day. */
const EXACT_DAYS = 45;

/** What the suite resolved: a day, a stretch of days, or a length of time in seconds. */
interface Value {
  type?: string;
  value?: string;
  start?: string;
  end?: string;
}

/** A text as the suite likes it: lower case, shorthand written out ("half a yr" -> "6 months"), dates like 11/3/2024 kept. */
function spelledOut(text: string, words: Lexicon): string {
  const bare = text
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}/.:-]+|[.:-]+(?!\p{N})/gu, " ")
    .trim();
  return words.momentRewrites
    .reduce((spelled, [from, to]) => spelled.replaceAll(` ${from} `, ` ${to} `), ` ${bare} `)
    .trim();
}

/** The last moment up to now among what the suite found. */
function pastMoment(found: readonly Found[], now: Date, words: Lexicon): DateAnswer | undefined {
  for (const { text: said, resolution } of found) {
    const values = (resolution?.values ?? []) as Value[];
    const moments = values.flatMap((value) => asMoment(said, value, now, words) ?? []);
    const latest = moments.sort((a, b) => (a.days ?? 0) - (b.days ?? 0))[0];
    if (latest !== undefined) return latest;
  }
  return undefined;
}

/** The longest words of an unknown time in the past that a text has. */
function vagueMoment(folded: string, { vagueMoments }: Lexicon): DateAnswer | undefined {
  const said = [...vagueMoments].filter((phrase) => ` ${folded} `.includes(` ${phrase} `));
  const [longest] = said.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : { said: longest, date: null, days: null };
}

function asMoment(said: string, value: Value, now: Date, words: Lexicon): DateAnswer | undefined {
  if (value.type === "duration") return { said, date: null, days: Math.round(Number(value.value) / 86_400) };
  if (value.start !== undefined && value.end !== undefined) {
    const middle = (dayOf(value.start) + Math.min(dayOf(value.end), dayOf(now.toISOString()))) / 2;
    const days = daysBack(middle, now);
    return days < 0 ? undefined : { said, date: null, days };
  }
  if (value.value === undefined || !/^\d{4}-\d\d-\d\d/.test(value.value)) return undefined;
  const date = value.value.slice(0, 10);
  const days = daysBack(dayOf(date), now);
  if (days < 0) return undefined;
  const coarse = days > EXACT_DAYS && said.split(" ").some((word) => words.spans.has(word));
  return { said, date: coarse ? null : date, days };
}

function dayOf(iso: string): number {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
}

function daysBack(day: number, now: Date): number {
  return Math.round((dayOf(now.toISOString()) - day) / DAY_MS);
}

/** The date recogniser sees no more of a text than this. */
const MOMENT_WINDOW = 60;

/**
 * The moment in the past that a text names: as the date grammar reads it, or a vague one. Only what the grammar does not
 * know goes to the date recogniser, which sees the part round the first word that tells of time.
 */
export async function whenSaid(
  text: string,
  now: Date,
  { words, recognizers }: { words: Lexicon; recognizers: Recognizers },
): Promise<DateAnswer | undefined> {
  const read = readDate(text, now, words.dates);
  if (read?.kind === "date") return read.date;
  const vague = vagueMoment(normalize(text), words);
  if (vague !== undefined || read?.kind === "none") return vague;
  const window = windowOf(spelledOut(text, words), words);
  const found = window === "" ? [] : await recognizers.recognize("moment", window, now);
  return pastMoment(found, now, words);
}

/** At most 60 characters round the first word of time or number; nothing when there is none. */
function windowOf(text: string, words: Lexicon): string {
  const said = text.split(" ");
  const cue = said.findIndex((word) => words.momentCues.has(normalize(word)) || /\d/.test(word));
  if (cue === -1) return "";
  const start = Math.max(0, said.slice(0, Math.max(0, cue - 3)).join(" ").length);
  return text.slice(start, start + MOMENT_WINDOW).trim();
}
