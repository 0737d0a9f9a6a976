import { commandOf } from "../../src/bot/rendering/buttons.ts";
import type { Branch } from "./branches.ts";
import { figuresOf, longestByPlace, type Repeated, repeatedInBranches } from "./figures.ts";
import type { Finding } from "./rules.ts";
import { countWords } from "./text.ts";
import type { Turn } from "./ways.ts";
import type { WordingLimits } from "./wording.ts";

const repeated = ({ sentence, first, again }: Repeated): Finding => ({
  rule: "repeat",
  at: again,
  words: sentence,
  instead: `said at ${first}`,
});

/** Finds titles that are too long, and places with too many buttons; commands are always there. */
function buttons(all: readonly Branch[], limits: WordingLimits): Finding[] {
  const titles = new Map<string, string>();
  const most = new Map<string, number>();
  for (const { turn } of all) {
    const own = turn.stop.buttons.filter(({ value }) => commandOf(value.choice) === null);
    most.set(turn.place, Math.max(most.get(turn.place) ?? 0, own.length));
    for (const { title } of own) if (!titles.has(title)) titles.set(title, turn.place);
  }
  return [
    ...[...titles]
      .map(([words, at]) => ({
        rule: "button",
        at,
        words,
        count: countWords(words),
        most: limits.buttonWords,
      }))
      .filter(({ count }) => count > limits.buttonWords),
    ...[...most]
      .filter(([, count]) => count > limits.buttons)
      .map(([at, count]) => ({ rule: "buttons", at, words: "buttons at once", count, most: limits.buttons })),
  ];
}

/** Finds turns that are too long, by place. */
const turns = (all: readonly Branch[], limits: WordingLimits): Finding[] =>
  longestByPlace(all)
    .map(({ place, words, pressed }) => ({
      rule: "turn",
      at: place,
      words: pressed === "" ? "the opening" : `after "${pressed}"`,
      count: words,
      most: limits.gates.includes(place) ? limits.gate : limits.turn,
    }))
    .filter(({ count, most }) => count > most);

/** Finds figures of the usual way that are over their goals. */
function usualWay(usual: readonly Turn[], limits: WordingLimits): Finding[] {
  const figures = figuresOf(usual, limits);
  const goals = Object.entries(limits.usual) as [keyof WordingLimits["usual"], number][];
  return [
    ...goals
      .map(([words, most]) => ({ rule: "usual", at: "the usual way", words, count: figures[words], most }))
      .filter(({ count, most }) => count > most),
    ...figures.repeated.map(repeated),
  ];
}

/** Applies the rules for conversations: the usual way, and every branch. */
export const findingsOnWays = (
  usual: readonly Turn[],
  all: readonly Branch[],
  limits: WordingLimits,
): Finding[] => [
  ...usualWay(usual, limits),
  ...turns(all, limits),
  ...buttons(all, limits),
  ...repeatedInBranches(all, limits).map(repeated),
];
