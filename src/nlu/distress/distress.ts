import path from "node:path";
import { loadForeignPatterns } from "../languages/foreign-patterns.ts";
import { keywordSpeller } from "../patterns/keywords.ts";
import { type MayFit, readMarked } from "../patterns/marked-patterns.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { readClasses, readLines } from "../patterns/pattern-file.ts";
import { sentences } from "../patterns/sentences.ts";

/** What somebody in distress is met for, the most urgent first. */
export const distressKinds = ["crisis", "security", "abuse", "bereavement"] as const;
export type DistressKind = (typeof distressKinds)[number];

/** Finds the most urgent distress that a text tells, reading all of it in linear time; null when there is none. */
export type FindDistress = (text: string) => DistressKind | null;

/** Reads the patterns of one language from `data/distress/<locale>`, and what a crisis is told by in the others beside it. A broken file is an error that names it and quotes the pattern. */
export async function loadDistress(folder: string): Promise<FindDistress> {
  const classes = await readClasses(path.join(folder, "classes.txt"));
  const spell = keywordSpeller(await readLines(path.join(folder, "keywords.txt")));
  const kinds = await Promise.all(
    distressKinds.map(async (kind) => {
      const file = path.join(folder, `${kind}.txt`);
      const ends = { mark: ASIDE, at: classes.get(CLAUSE) ?? [] } as const;
      const marked = await readMarked(file, classes, [CERTAIN, ASIDE], ends);
      return { kind, certain: marked[CERTAIN], says: marked[""], asides: marked[ASIDE] };
    }),
  );
  const inOthers = await loadForeignPatterns(path.dirname(folder), path.basename(folder), "crisis.txt");
  return (text) => {
    const said = sentences(text, (words) => words.map(spell));
    const words = new Set(said.split(" "));
    const kind = kinds.find((signs) => tells(said, words, signs))?.kind ?? null;
    return kind !== "crisis" && inOthers(text).length > 0 ? "crisis" : kind;
  };
}

/** Whether a text tells this kind: by a pattern that is certain, or by one that is left once the others were put aside. */
function tells(said: string, words: ReadonlySet<string>, { certain, says, asides }: Signs): boolean {
  const fits = ({ fits }: Pattern): boolean => said.search(fits) !== -1;
  if (certain(words).some(fits)) return true;
  const told = says(words).filter(fits);
  if (told.length === 0) return false;
  const left = asides(words).reduce((text, aside) => text.replace(aside.fits, "/ "), said);
  return told.some((sign) => left.search(sign.fits) !== -1);
}

/** By which a line of a file begins that is put aside before the others are looked for, and one that is looked for before. */
const ASIDE = "- ";
const CERTAIN = "+ ";
/** the class of words at which somebody else, or another clause, begins: what is put aside does not reach beyond */
const CLAUSE = "clause";

type Signs = Record<"certain" | "says" | "asides", MayFit>;
