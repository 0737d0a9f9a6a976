import type { Lexicon } from "../lexicon.ts";

/** What a text denies, and what is left of it when that is taken out. */
export interface Negation {
  topics: readonly string[];
  rest: string;
}

type NegationWords = Pick<Lexicon, "negations" | "notNegations" | "negationFillers" | "negatable">;

/** Finds "not" followed by something that can be denied, with nothing but fillers between: "dont want to delete". */
export function findNegation(folded: string, words: NegationWords): Negation {
  const topics = new Set<string>();
  let rest = ` ${folded} `;
  for (const at of places(rest, words.negations)) {
    if (words.notNegations.some((phrase) => coversPlace(folded, phrase, at.start - 1))) continue;
    const denied = firstDenied(folded.slice(at.end).trimStart(), words);
    if (denied === undefined) continue;
    for (const topic of denied.topics) topics.add(topic);
    const from = folded.slice(at.start - 1, at.end).trim();
    rest = rest.replace(` ${from} ${denied.words} `, " ");
  }
  return { topics: [...topics], rest: rest.trim() };
}

/** Where phrases stand in a padded text, the longest first at each place. */
function places(padded: string, phrases: readonly string[]): { start: number; end: number }[] {
  const longestFirst = [...phrases].sort((a, b) => b.length - a.length);
  const found: { start: number; end: number }[] = [];
  for (let start = padded.indexOf(" "); start !== -1; start = padded.indexOf(" ", start + 1)) {
    const phrase = longestFirst.find((candidate) => padded.startsWith(` ${candidate} `, start));
    if (phrase !== undefined) found.push({ start: start + 1, end: start + phrase.length });
  }
  return found;
}

function coversPlace(folded: string, phrase: string, place: number): boolean {
  for (let at = folded.indexOf(phrase); at !== -1; at = folded.indexOf(phrase, at + 1)) {
    if (at <= place && place < at + phrase.length) return true;
  }
  return false;
}

/** What the words after a negation deny: skips fillers, stops at the first word that is neither filler nor deniable. */
function firstDenied(
  after: string,
  { negatable, negationFillers }: NegationWords,
): { words: string; topics: string[] } | undefined {
  const spoken = after.split(" ");
  for (let at = 0; at < spoken.length; at++) {
    const ahead = `${spoken.slice(at).join(" ")} `;
    for (const { words, topics } of negatable) {
      const hit = words.find((word) => ahead.startsWith(`${word} `));
      if (hit !== undefined) return { words: [...spoken.slice(0, at), hit].join(" "), topics };
    }
    if (!negationFillers.has(spoken[at] ?? "")) return undefined;
  }
  return undefined;
}
