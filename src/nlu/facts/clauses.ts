import { normalize } from "../normalize.ts";
import { type FactWords, startsWithAny } from "./fact-words.ts";

/** A part of a sentence that tells or asks one thing. */
export interface Clause {
  /** as it was written, and folded */
  text: string;
  folded: string;
  /** which sentence of the text it is in */
  sentence: number;
  asking: boolean;
  /** it is put under a condition */
  supposed: boolean;
}

interface Words {
  facts: FactWords;
  questionWords: readonly string[];
}

/** Cuts a text into clauses, in linear time. */
export function clausesOf(text: string, words: Words): Clause[] {
  return sentencesOf(text, words.facts).flatMap((sentence, at) => clausesOfSentence(sentence, at, words));
}

const SENTENCE_END = /[!?;\n…]+|\.{2,}|\.(?=\s|$)/gu;

/** Sentences with their question marks. The dot of "Rs. 400" ends none. */
function sentencesOf(text: string, { currencies }: FactWords): string[] {
  const signs = new Set(Object.values(currencies).flat());
  const found: string[] = [];
  let from = 0;
  for (const { 0: end, index } of text.matchAll(SENTENCE_END)) {
    const last = /\S*$/u.exec(text.slice(from, index))?.[0].toLowerCase() ?? "";
    if (end === "." && signs.has(last)) continue;
    found.push(text.slice(from, index + end.length));
    from = index + end.length;
  }
  return [...found, text.slice(from)].filter((sentence) => normalize(sentence) !== "");
}

function clausesOfSentence(sentence: string, at: number, { facts, questionWords }: Words): Clause[] {
  const parts = cut(sentence, facts);
  const folded = parts.map(normalize);
  const asksAt = folded.findIndex((part) => startsWithAny(withoutJoint(part, facts), questionWords));
  const isMarked = sentence.trimEnd().endsWith("?");
  const supposed = supposedOf(folded, parts, facts);
  return parts.map((text, part) => ({
    text,
    folded: folded[part] ?? "",
    sentence: at,
    asking: isMarked ? part >= asksAt : startsWithAny(withoutJoint(folded[part] ?? "", facts), questionWords),
    supposed: supposed[part] ?? false,
  }));
}

/** Cuts a sentence behind its commas and before joints and conditions. */
function cut(sentence: string, { joints, keepsTogether, supposing, timing }: FactWords): string[] {
  const starts = [...joints, ...supposing, ...timing];
  const words = sentence.trim().split(/\s+/u);
  const folded = words.map(normalize);
  const parts: string[][] = [[]];
  words.forEach((word, at) => {
    const before = words[at - 1] ?? "";
    const next = folded[at + 1] ?? "";
    const isComma = /[,)(–—]$|^[-–—]$/u.test(before) && !/^\p{N}/u.test(word);
    const isJoint =
      startsWithAny(folded.slice(at, at + 3).join(" "), starts) &&
      !/^\p{N}/u.test(next) &&
      !keepsTogether.has(next);
    if ((isComma || isJoint) && parts.at(-1)?.length) parts.push([]);
    parts.at(-1)?.push(word);
  });
  return parts.map((part) => part.join(" ")).filter((part) => normalize(part) !== "");
}

/** Which clauses are supposed: those of a condition, and what would follow from it. */
function supposedOf(folded: readonly string[], parts: readonly string[], words: FactWords): boolean[] {
  const { supposing, timing, present, past, habitual } = words;
  const has = (part: string, some: ReadonlySet<string>): boolean =>
    part.split(" ").some((word) => some.has(word));
  const isPast = (part: string): boolean => has(part, past);
  const conditions = folded.map((part) => {
    const said = withoutJoint(part, words);
    return (
      startsWithAny(said, supposing) || (startsWithAny(said, timing) && has(said, present) && !isPast(said))
    );
  });
  return folded.map((part, at) => {
    if (conditions[at]) return true;
    if (conditions[at - 1]) return !isPast(part);
    return (
      conditions[at + 1] === true && !/,$/u.test(parts[at] ?? "") && has(part, habitual) && !isPast(part)
    );
  });
}

function withoutJoint(folded: string, { joints }: FactWords): string {
  const joint = joints.find((one) => folded.startsWith(`${one} `));
  return joint === undefined ? folded : folded.slice(joint.length + 1);
}
