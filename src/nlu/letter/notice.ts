import { normalize } from "../normalize.ts";
import { sentencesOf } from "./letter-text.ts";
import type { LetterWords } from "./letter-words.ts";

/** characters */
const SHORTEST = 50;
const ENOUGH = 3;
const LONGEST_QUOTE = 240;

/** Whether a text is a notice of Upwork's that was pasted, and not what somebody says of one. */
export function isNotice(text: string, { notice, greeting }: LetterWords): boolean {
  if (text.trim().length < SHORTEST) return false;
  const said = text.toLowerCase().replace(/’/g, "'");
  const has = (marks: readonly string[]) => marks.filter((mark) => said.includes(mark)).length;
  const headers = text.split("\n").filter((line) => notice.headers.test(line)).length;
  const own = (said.match(/[\p{L}']+/gu) ?? []).filter((word) => notice.own.has(word)).length;
  const greets = greeting.test(text.trim()) ? 1 : 0;
  return 2 * (has(notice.strong) + Math.min(2, headers)) + has(notice.weak) + greets - 2 * own >= ENOUGH;
}

/** The sentence of a notice that tells why, at most 240 characters; the text itself where it is short and no notice. */
export function tellingSentence(text: string, words: LetterWords): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !words.notice.headers.test(line));
  const sentences = lines.flatMap((line) => sentencesOf(line.replace(/^[>\s]+/, ""))).filter(isSentence);
  const tells = (sentence: string) =>
    words.notice.telling.filter((mark) => sentence.toLowerCase().includes(mark)).length;
  const [best = text.trim()] = [...sentences].sort((a, b) => tells(b) - tells(a));
  return shortened(words.greeting.test(best) ? best.replace(/^[^,]{1,40},\s*/u, "") : best);
}

const CLAUSE = /[,.;!\n]+\s*|\s+(?:and|but)\s+/u;
const FEWEST_WORDS = 2;

/** What somebody says that their notice says, as "they said i broke the rules"; null where they report nothing. */
export function reportedNotice(text: string, words: LetterWords): string | null {
  if (text.includes("?")) return null;
  const found = text.split(CLAUSE).find((clause) => {
    const lead = words.reportLead.exec(clause.trim());
    const rest = lead === null ? "" : normalize(clause.trim().slice(lead[0].length));
    return rest.split(" ").length >= FEWEST_WORDS && !words.emptyReports.has(rest);
  });
  return found?.trim() ?? null;
}

const isSentence = (text: string): boolean => text.split(/\s+/).length >= 4;

function shortened(sentence: string): string {
  const line = sentence.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE).replace(/\s\S*$/u, "")}…`;
}
