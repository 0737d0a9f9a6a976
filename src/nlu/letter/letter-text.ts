import type { LetterWords } from "./letter-words.ts";

const SENTENCE = /[^.!?]+(?:[.!?]+(?![\s”"')]|$)[^.!?]*)*[.!?]*[”"')]*\s*/gu;
const INITIAL = /(?:^|\s)\p{Lu}\.$/u;

/** The sentences of one paragraph, each with its stop; "J. Smith" is in one. */
export function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  for (const part of paragraph.match(SENTENCE) ?? []) {
    const last = sentences.at(-1);
    if (last !== undefined && INITIAL.test(last)) sentences[sentences.length - 1] = `${last} ${part.trim()}`;
    else sentences.push(part.trim());
  }
  return sentences;
}

const upperFirst = (text: string): string =>
  text.replace(/\p{L}/u, (letter, at: number) =>
    /\d/.test(text.slice(0, at)) ? letter : letter.toUpperCase(),
  );

/** Lower case, unless the first word is "I", a name or an abbreviation as far as its letters tell. */
const lowerFirst = (text: string): string =>
  /^(?:I\b|I['’]|\p{Lu}\S*\p{Lu})/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

/** A text with the spelling of known words put right. */
export const spelled = (text: string, { slips }: Pick<LetterWords, "slips">): string =>
  text.replace(/[\p{L}'’]+/gu, (word) => slips[word] ?? slips[word.toLowerCase().replace("’", "'")] ?? word);

/** A line with its slips put right: known words, spaces, a capital at each sentence's beginning. */
function tidyLine(line: string, { slips }: Pick<LetterWords, "slips">): string {
  const spaced = line
    .trim()
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ([,.;!?])/g, "$1");
  return spelled(spaced, { slips }).replace(
    /(^|[.!?] +)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** A text with its slips put right, line by line; what ends a paragraph ends with a stop. */
export const tidied = (text: string, words: Pick<LetterWords, "slips">): string =>
  text
    .split("\n")
    .map((line) => (line.trim() === "" ? "" : tidyLine(line, words)))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

const stopped = (text: string): string =>
  /[.!?…][”"')]*$/.test(text) ? text : `${text.replace(/[,;:–-]+$/, "")}.`;

/** Somebody's words as one or more whole sentences. */
export const asSentences = (text: string, words: Pick<LetterWords, "slips">): string =>
  upperFirst(stopped(tidied(text.replace(/\s+/g, " "), words)));

/** The beginnings that make a sentence of an answer that is none: "closed the second one" -> "Since then I have closed …". */
export interface Leads {
  participle?: string | undefined;
  verb?: string | undefined;
  gerund?: string | undefined;
  because?: string | undefined;
}

function leadFor(text: string, leads: Leads, words: LetterWords): string | undefined {
  const [first = ""] = text.toLowerCase().match(/[\p{L}'’]+/u) ?? [];
  if (words.becauseLead.test(text)) return leads.because;
  if (words.verbs.has(first) && leads.verb !== undefined) return leads.verb;
  if (words.participles.has(first) || (first.length > 4 && first.endsWith(words.participleEnd)))
    return leads.participle;
  if (first.length > 4 && first.endsWith(words.gerundEnd) && !words.notGerunds.has(first))
    return leads.gerund;
  return words.verbs.has(first) ? leads.verb : undefined;
}

/** An answer as whole sentences of a letter. */
export function answerInSentences(text: string, leads: Leads, words: LetterWords): string {
  const lead = leadFor(text.trim(), leads, words);
  return asSentences(lead === undefined ? text : `${lead} ${lowerFirst(text.trim())}`, words);
}

/** The name in an answer: "my name is jane doe" -> "Jane Doe". */
export function nameIn(text: string, { nameLead }: Pick<LetterWords, "nameLead">): string {
  const name =
    text
      .trim()
      .replace(nameLead, "")
      .replace(/[.,!\s]+$/u, "")
      .trim() || text.trim();
  const capitals = (word: string) => word.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
  return name === name.toLowerCase() ? name.split(/\s+/).map(capitals).join(" ") : name;
}

/** A value of a letter: words that go on with a sentence, or sentences of their own. */
export type LetterValue = { clause: string } | { sentences: string };

/** What a notice says, as the person reports it or as it stands there. */
export function noticeValue(text: string, words: LetterWords): LetterValue {
  const reported = words.reportLead.exec(text.trim());
  const said = reported ? text.trim().slice(reported[0].length) : text.trim();
  const isClause = reported !== null && /^(?:I|i|my|the|it|there|he|she|they|we|you|your)\b/.test(said);
  const bare = asSentences(said.replace(/^["“”'‘’]+|["“”'‘’]+$/gu, ""), words);
  return isClause ? { clause: lowerFirst(bare).replace(/\.$/, "") } : { sentences: bare };
}

/** What is known of a letter's fields, by their ids. */
export type LetterValues = Readonly<Record<string, LetterValue | undefined>>;

const PLACEHOLDER = /\{([\w-]+)(:sentence)?\}/g;

/**
 * Fills a template. Of `[one|other]` the first part stands whose values are all known: `{field}` there is a clause,
 * `{field:sentence}` sentences. None stands where none is known. Outside such parts what is missing is left empty.
 */
export function filled(template: string, values: LetterValues): string {
  const fill = (part: string) =>
    part.replace(PLACEHOLDER, (_, field: string) => {
      const value = values[field];
      return value === undefined ? "" : "clause" in value ? value.clause : value.sentences;
    });
  const isKnown = (part: string) =>
    [...part.matchAll(PLACEHOLDER)].every(([, field = "", form]) => {
      const value = values[field];
      return value !== undefined && "sentences" in value === (form !== undefined);
    });
  return fill(template.replace(/\[([^[\]]*)\]/g, (_, parts: string) => parts.split("|").find(isKnown) ?? ""))
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
