import { readFile } from "node:fs/promises";
import path from "node:path";
import { indexByCues, type MayFit } from "./cues.ts";
import { compilePatterns, type Pattern, PatternError, type WordClasses } from "./pattern.ts";
import { sentences } from "./sentences.ts";
import { keywordSpeller } from "./spelling.ts";

/** What somebody in distress is met for, the most urgent first. */
export const distressKinds = ["crisis", "security", "abuse", "bereavement"] as const;
export type DistressKind = (typeof distressKinds)[number];

/** Finds the most urgent distress that a text tells, reading all of it in linear time; null when there is none. */
export type FindDistress = (text: string) => DistressKind | null;

/** Reads the patterns of one language from `data/distress/<locale>`. A broken file is an error that names it and quotes the pattern. */
export async function loadDistress(folder: string): Promise<FindDistress> {
  const read = async (name: string) => linesOf(await readFile(path.join(folder, name), "utf8"));
  const classes: WordClasses = new Map((await read("classes.txt")).map(classOf));
  const spell = keywordSpeller(await read("keywords.txt"));
  const compiled = (name: string, patterns: readonly string[], gapEndsAt?: readonly string[]): MayFit => {
    try {
      return indexByCues(compilePatterns(patterns, classes, gapEndsAt));
    } catch (cause) {
      if (cause instanceof PatternError)
        throw new Error(`${path.join(folder, name)}: ${cause.message}`, { cause });
      throw cause;
    }
  };
  const kinds = await Promise.all(
    distressKinds.map(async (kind) => {
      const name = `${kind}.txt`;
      const lines = await read(name);
      return {
        kind,
        certain: compiled(name, marked(lines, CERTAIN)),
        says: compiled(
          name,
          lines.filter((line) => !line.startsWith(CERTAIN) && !line.startsWith(ASIDE)),
        ),
        asides: compiled(name, marked(lines, ASIDE), classes.get(CLAUSE)),
      };
    }),
  );
  return (text) => {
    const said = sentences(text, spell);
    const words = new Set(said.split(" "));
    return kinds.find((signs) => tells(said, words, signs))?.kind ?? null;
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

const marked = (lines: readonly string[], mark: string): string[] =>
  lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));

/** The lines of a file that are neither empty nor comments. */
const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

function classOf(line: string): [string, string[]] {
  const [name = "", members = ""] = line.split(":");
  return [name.trim(), members.split(",").map((member) => member.trim())];
}
