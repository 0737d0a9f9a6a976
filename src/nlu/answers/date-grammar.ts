import type { DateAnswer } from "../interpretation.ts";
import { type Day, dayOf, isoOf, monthAt, nthWeekday, partsOf, type Stretch, thirdOf } from "./calendar.ts";
import { LENGTH, lengthBefore, lengthsIn, type Reading, rules } from "./date-rules.ts";
import { type DateWords, type Token, tokensOf } from "./date-words.ts";

/** What a text says of a day: the last one that it means, null where it names one that cannot be meant, or nothing. */
export type DateReading = { kind: "date"; date: DateAnswer } | { kind: "none" } | null;

interface Found {
  /** characters of the tags that it takes */
  length: number;
  reading: Reading;
}

type Days = Extract<Reading, { kind: "days" }>;

/** Words before a day that change nothing of it. */
const PREFIX = /^(?:in|on|the|since|about|maybe|earlier) /;
const PART = /^(start|mid|end)(?: (?:of|in))? /;
const NTH = /^(?:the )?(?:#(\d+)th|(last)) (?:w(\d)|(week|weekend)|(half)) (?:of|in) /;
const OFFSET = new RegExp(`^${LENGTH} (?<way>before|after) `);
const EDGE = /^(?:before|until|after) /;
/** Deeper than this no date is put together. */
const DEEPEST = 5;

/** The longest reading at the beginning of these tags. */
function readAt(tags: string, today: Day, depth = 0): Found | null {
  const found = rules.flatMap(([pattern, reading]): Found[] => {
    const match = pattern.exec(tags);
    return match === null ? [] : [{ length: match[0].length, reading: reading(match, today) }];
  });
  if (depth < DEEPEST)
    for (const compound of [prefixed, part, nth, offset, edge]) {
      const made = compound(tags, today, depth + 1);
      if (made !== null) found.push(made);
    }
  return found.reduce<Found | null>((best, next) => (next.length > (best?.length ?? 0) ? next : best), null);
}

/** What stands behind the words that a pattern took. */
function behind(match: RegExpExecArray | null, tags: string, today: Day, depth: number): Found | null {
  if (match === null) return null;
  const inner = readAt(tags.slice(match[0].length), today, depth);
  return inner && { length: match[0].length + inner.length, reading: inner.reading };
}

function prefixed(tags: string, today: Day, depth: number): Found | null {
  const match = PREFIX.exec(tags);
  const found = behind(match, tags, today, depth);
  if (found?.reading.kind !== "days") return found;
  const { lead, ...reading } = found.reading;
  const word = match?.[0].trim() ?? "";
  if (word === "in" || word === "on") return { ...found, reading };
  if (word !== "about" || lead === "ago" || reading.how === "counted") return found;
  const stretch = reading.from !== reading.to || reading.coarse || reading.how;
  return { ...found, reading: stretch ? { ...reading, coarse: true, lead: "around" } : found.reading };
}

/** "mid June", "end of last year", "early 2021". */
function part(tags: string, today: Day, depth: number): Found | null {
  const match = PART.exec(tags);
  const found = behind(match, tags, today, depth);
  if (found?.reading.kind !== "days" || found.reading.from === found.reading.to) return null;
  const of = match?.[1] as "start" | "mid" | "end";
  const lead = match?.[0].endsWith("of ") ? (of === "mid" ? "inThe" : "at") : "in";
  const third = thirdOf(found.reading, of);
  if (third.from <= today) return { ...found, reading: { kind: "days", ...third, lead } };
  const earlier = behind(match, tags, found.reading.from - 1, depth)?.reading;
  return earlier?.kind === "days"
    ? { ...found, reading: { kind: "days", ...thirdOf(earlier, of), lead } }
    : { ...found, reading: { kind: "none" } };
}

/** "the last Friday of this month", "the first week of March", "the second half of 2021". */
function nth(tags: string, today: Day, depth: number): Found | null {
  const match = NTH.exec(tags);
  const found = behind(match, tags, today, depth);
  if (found?.reading.kind !== "days") return null;
  const [, number, , weekday, unit] = match ?? [];
  const which = number === undefined ? -1 : Number(number);
  const { from, to } = found.reading;
  if (weekday !== undefined) {
    const day = nthWeekday(
      { from, to: which < 0 && from <= today ? Math.min(to, today) : to },
      Number(weekday),
      which,
    );
    return { ...found, reading: day === null || day > today ? { kind: "none" } : dayNamed(day) };
  }
  const stretch = unit === undefined ? halfOf({ from, to }, which) : weekOf({ from, to }, which);
  return {
    ...found,
    reading: stretch.from > today ? { kind: "none" } : { kind: "days", ...stretch, lead: "inThe" },
  };
}

const dayNamed = (day: Day): Days => ({ kind: "days", from: day, to: day, how: "named" });

function halfOf({ from, to }: Stretch, which: number): Stretch {
  const { year, month } = partsOf(from);
  const months = partsOf(to).month - month + 1;
  const middle = monthAt(year, month + Math.floor(months / 2)).from;
  return which === 1 ? { from, to: middle - 1 } : { from: middle, to };
}

function weekOf({ from, to }: Stretch, which: number): Stretch {
  return which < 0 ? { from: to - 6, to } : { from: from + (which - 1) * 7, to: from + which * 7 - 1 };
}

/** "two days before Christmas"; "3 months after I joined" is no day that anybody knows. */
function offset(tags: string, today: Day, depth: number): Found | null {
  const match = OFFSET.exec(tags);
  const groups = match?.groups ?? {};
  const lengths = lengthsIn(groups);
  const found = behind(match, tags, today, depth);
  if (match === null || lengths === null) return null;
  if (found?.reading.kind !== "days")
    return { length: match[0].trimEnd().length, reading: { kind: "vague" } };
  const way = groups["way"] === "before" ? 1 : -1;
  const day = lengths.reduce(
    (from, [count, unit]) => lengthBefore(from, way * count, unit),
    (found.reading as Days).from,
  );
  return {
    ...found,
    reading: day > today ? { kind: "none" } : { kind: "days", from: day, to: day, coarse: true },
  };
}

/** "before Easter", "until last summer", "after the 3rd". */
function edge(tags: string, today: Day, depth: number): Found | null {
  const match = EDGE.exec(tags);
  const found = behind(match, tags, today, depth);
  if (found?.reading.kind !== "days") return null;
  const { from, to } = found.reading;
  const at = match?.[0] === "after " ? Math.min(to + 1, today) : from - 1;
  return { ...found, reading: { kind: "days", from: at, to: at, coarse: true } };
}

interface Span {
  start: number;
  end: number;
}

interface Candidate extends Span {
  reading: Reading;
}

function candidatesIn(tokens: readonly Token[], today: Day, words: DateWords): Candidate[] {
  const tags = tokens.map(({ tag, word }) => tag ?? (words.subjects.has(word) ? "_" : "-"));
  const found: Candidate[] = [];
  for (let start = 0; start < tokens.length; start += 1) {
    if (tags[start] === "_" || tags[start] === "-") continue;
    const until = tags[start] === "until" && isDenied(tokens, start, words);
    if (until) continue;
    const here = readAt(tags.slice(start, start + WIDEST).join(" "), today);
    if (here === null) continue;
    const end =
      start +
      tags
        .slice(start, start + WIDEST)
        .join(" ")
        .slice(0, here.length)
        .split(" ").length;
    if (here.reading.kind === "vague") {
      const open = OFFSET.test(`${tags.slice(start, end).join(" ")} `);
      const clause = open && tags[end] === "_";
      if (clause) found.push({ start, end: endOfClause(tokens, end), reading: here.reading });
      start = end - 1;
      continue;
    }
    if (!isCount(tokens, { start, end }, words)) found.push({ start, end, reading: here.reading });
    start = end - 1;
  }
  return found;
}

/** tags */
const WIDEST = 14;

/** "2020 dollars", "the third option", "on the 1": no days. */
function isCount(tokens: readonly Token[], { start, end }: Span, { counted }: DateWords): boolean {
  const last = tokens[end - 1] as Token;
  if (!/^#\d+(?:th)?$/.test(last.tag ?? "")) return false;
  if (counted.has(tokens[end]?.word ?? "") || tokens[end]?.tag === "#1") return true;
  return tokens[start]?.tag === "the" && end - start === 2 && !/^\d/.test(last.word);
}

const BREAK = /^[,;.!?()]$/;

function endOfClause(tokens: readonly Token[], from: number): number {
  const stop = tokens.findIndex(({ word }, at) => at >= from && BREAK.test(word));
  return Math.min(stop === -1 ? tokens.length : stop, from + CLAUSE);
}

/** words after "after" that are said back */
const CLAUSE = 4;

/** Whether the words before a place deny it, or tell of another event: "not today", "I joined in 2019". */
function isDenied(tokens: readonly Token[], start: number, words: DateWords): boolean {
  for (let at = start - 1; at >= 0; at -= 1) {
    const { word } = tokens[at] as Token;
    if (words.deniers.has(word) || words.otherEvents.has(word)) return true;
    if (!words.denierFillers.has(word)) return false;
  }
  return false;
}

/** The day that a text names: none that is still to come, none that it denies, the corrected one where it corrects. */
export function readDate(text: string, now: Date, words: DateWords): DateReading {
  const today = dayOf(now);
  const tokens = tokensOf(text, words);
  const candidates = candidatesIn(tokens, today, words);
  if (candidates.length === 0) return null;
  const meant = candidates.filter(
    (candidate) => candidate.reading.kind !== "none" && !isDenied(tokens, candidate.start, words),
  );
  const [first, ...others] = meant.filter(({ reading }) => reading.kind !== "vague");
  const only = first ?? meant[0];
  if (only === undefined) return { kind: "none" };
  const between = (a: Candidate, b: Candidate) => tokens.slice(a.end, b.start).map(({ word }) => word);
  const [next] = others;
  if (next !== undefined && first !== undefined && between(first, next).join(" ") === "or") {
    const choices = [first, next].flatMap((candidate) => answersOf(candidate, tokens, today, words));
    return {
      kind: "date",
      date: { said: saidOf(tokens, { start: first.start, end: next.end }), ...NO_DAY, choices },
    };
  }
  const corrected = others.findLast((candidate) =>
    between(only, candidate).some((word) => words.corrections.has(word)),
  );
  const chosen = corrected ?? only;
  const answers = answersOf(chosen, tokens, today, words);
  const [answer] = answers;
  if (answer !== undefined && answers.length === 1) return { kind: "date", date: answer };
  return { kind: "date", date: { ...NO_DAY, ...answer, said: saidOf(tokens, chosen), choices: answers } };
}

const NO_DAY = { date: null, days: null } as const;

function answersOf(
  candidate: Candidate,
  tokens: readonly Token[],
  today: Day,
  words: DateWords,
): DateAnswer[] {
  const { reading } = candidate;
  switch (reading.kind) {
    case "days":
      return [answerOf(reading, candidate, tokens, today, words)];
    case "either":
      return reading.days.map((day) => ({
        said: saidOf(tokens, candidate),
        date: isoOf(day),
        days: today - day,
        how: "named",
      }));
    case "vague":
      return [{ said: saidOf(tokens, candidate), ...NO_DAY }];
    case "none":
      return [];
    default:
      return reading satisfies never;
  }
}

function answerOf(
  reading: Days,
  span: Span,
  tokens: readonly Token[],
  today: Day,
  words: DateWords,
): DateAnswer {
  const days = today - Math.round((reading.from + Math.min(reading.to, today)) / 2);
  const exact = reading.from === reading.to && !reading.coarse;
  const said = saidOf(tokens, span, !exact);
  const lead = exact ? undefined : reading.lead;
  return {
    said:
      lead === undefined
        ? said
        : words.phrasing[lead].replace(
            "{said}",
            /^(?:at|inThe)$/.test(lead) ? said.replace(/^the /, "") : said,
          ),
    date: exact ? isoOf(reading.from) : null,
    days,
    ...(exact && reading.how !== undefined ? { how: reading.how } : {}),
  };
}

/** Words that say nothing of a day where it is said back without them. */
const LEFT_OUT = /^(?:since|about|maybe|earlier)$/;

function saidOf(tokens: readonly Token[], { start, end }: Span, coarse = false): string {
  const words = tokens.slice(start, end).filter(({ word }) => !BREAK.test(word));
  while (words.length > 1 && LEFT_OUT.test(words[0]?.tag ?? "")) words.shift();
  if (!coarse) while (words.length > 1 && /^(?:on|in)$/.test(words[0]?.tag ?? "")) words.shift();
  return words.map(({ said }) => said).join(" ");
}
