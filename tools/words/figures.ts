import type { Branch } from "./branches.ts";
import { countWords, normalized, readIn, sentencesIn } from "./text.ts";
import type { Turn } from "./ways.ts";

/** Places where the consequences are said before something final; more words are allowed there. */
const GATES: readonly string[] = ["weigh.decision", "steps.last-warning"];
export const isGate = (place: string): boolean => GATES.includes(place);

/** Sentences that may be said more than once: short cautions before something final. */
const MAY_REPEAT: readonly string[] = ["deleting can t be undone"];

/** Words of which the person should hear little in a conversation. */
const COUNTED = { guide: /\bguides?\b/gi, onlyUpwork: /\bonly Upwork\b/gi };

export interface Figures {
  turns: { place: string; pressed: string; words: number }[];
  total: number;
  /** words of a turn outside gates */
  median: number;
  repeated: Repeated[];
  guide: number;
  onlyUpwork: number;
}

/** A sentence that was said at two places of one conversation. */
export interface Repeated {
  sentence: string;
  first: string;
  again: string;
}

export const wordsOfTurn = ({ said }: Turn): number => countWords(readIn(said).join("\n"));

/** Returns the sentences of a turn; the lines of its cards are no sentences. */
const sentencesOf = ({ said }: Turn): string[] => said.flatMap(({ text }) => sentencesIn(text ?? ""));

/** Reports whether a turn says what the person asked for: a topic by its button, or a place that they came back to. */
const isAskedFor = (way: readonly Turn[], { place }: Turn): boolean =>
  place.startsWith("question.") || way.some((turn) => turn.place === place);

/** Returns the sentences of the last turn that were said on the way to it, but what may be said again. */
export function repeatedIn(before: readonly Turn[], turn: Turn): Repeated[] {
  if (isAskedFor(before, turn)) return [];
  return sentencesOf(turn).flatMap((sentence) => {
    const same = normalized(sentence);
    if (MAY_REPEAT.includes(same)) return [];
    const first = before.find((one) => sentencesOf(one).some((each) => normalized(each) === same));
    return first === undefined ? [] : [{ sentence, first: first.place, again: turn.place }];
  });
}

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? 0;

/** Measures a whole conversation. */
export function figuresOf(turns: readonly Turn[]): Figures {
  const rows = turns.map((turn) => ({
    place: turn.place,
    pressed: turn.pressed,
    words: wordsOfTurn(turn),
  }));
  const all = turns.flatMap(({ said }) => readIn(said)).join("\n");
  return {
    turns: rows,
    total: rows.reduce((sum, { words }) => sum + words, 0),
    median: middle(rows.filter(({ place }) => !isGate(place)).map(({ words }) => words)),
    repeated: turns.flatMap((turn, at) => repeatedIn(turns.slice(0, at), turn)),
    guide: all.match(COUNTED.guide)?.length ?? 0,
    onlyUpwork: all.match(COUNTED.onlyUpwork)?.length ?? 0,
  };
}

/** Returns the longest turn of each place over all branches, longest first. */
export function longestByPlace(all: readonly Branch[]): Figures["turns"] {
  const longest = new Map<string, Figures["turns"][number]>();
  for (const { turn } of all) {
    const words = wordsOfTurn(turn);
    if (words > (longest.get(turn.place)?.words ?? -1))
      longest.set(turn.place, { place: turn.place, pressed: turn.pressed, words });
  }
  return [...longest.values()].sort((one, other) => other.words - one.words);
}

/** Returns each sentence that some branch says twice, once. */
export function repeatedInBranches(all: readonly Branch[]): Repeated[] {
  const found = new Map<string, Repeated>();
  for (const { before, turn } of all)
    for (const one of repeatedIn(before, turn)) {
      const key = normalized(one.sentence);
      if (!found.has(key)) found.set(key, one);
    }
  return [...found.values()];
}
