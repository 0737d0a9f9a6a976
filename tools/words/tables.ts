import type { Branch } from "./branches.ts";
import { type Figures, figuresOf, longestByPlace, type Repeated, repeatedInBranches } from "./figures.ts";
import type { Turn } from "./ways.ts";

const printed = ({ sentence, first, again }: Repeated): string => `  ${first} and ${again}: ${sentence}`;

const repeats = (found: readonly Repeated[]): string[] =>
  found.length === 0
    ? ["no sentence is said twice"]
    : [`${found.length} sentences are said twice:`, ...found.map(printed)];

const row = ({ place, pressed, words }: Figures["turns"][number]): string =>
  `${place.padEnd(32)} ${String(words).padStart(5)}  ${pressed}`;

/** Renders the usual way: a row for each turn, and its figures. */
export function usualTable(turns: readonly Turn[]): string {
  const figures = figuresOf(turns);
  return [
    `turn ${"place".padEnd(32)} words  pressed`,
    ...figures.turns.map((turn, at) => `${String(at).padStart(4)} ${row(turn)}`),
    "",
    `${turns.length - 1} clicks, ${figures.total} words, median ${figures.median} words a turn outside gates`,
    `"guide" ${figures.guide} times, "only Upwork" ${figures.onlyUpwork} times`,
    ...repeats(figures.repeated),
    "",
  ].join("\n");
}

/** Renders the longest turn of each place, and what any branch says twice. */
export const branchesTable = (all: readonly Branch[]): string =>
  [
    `${"place".padEnd(32)} words  pressed`,
    ...longestByPlace(all).map(row),
    "",
    `${all.length} turns`,
    ...repeats(repeatedInBranches(all)),
    "",
  ].join("\n");
