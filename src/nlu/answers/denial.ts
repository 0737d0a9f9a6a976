import { normalize } from "../normalize.ts";
import type { PolarityWords } from "./polarity.ts";

/** What a text says is not so, each in the ways it may be looked up, and what is left when that is taken out. */
export interface Denial {
  denied: readonly string[][];
  rest: string;
  /** the denial comes first: what follows is what is so instead */
  leads: boolean;
}

const CLAUSE_ENDS = /[,;:.!?\n\u2013\u2014]+|\s-+\s/u;
/** "didnt" -> "did": what was denied, as it would have been said */
const AFFIRMED: ReadonlyMap<string, string> = new Map([
  ["not", ""],
  ["never", ""],
  ["no", ""],
  ["wont", "will"],
  ["cant", "can"],
  ["aint", "is"],
]);

const affirmed = (negator: string): string => AFFIRMED.get(negator) ?? negator.replace(/nt$/u, "");

/** Takes a text apart into what it denies and the rest: "not an agency, just me"; undefined where it denies nothing. */
export function denialIn(text: string, words: PolarityWords): Denial | undefined {
  const clauses = text
    .split(CLAUSE_ENDS)
    .flatMap((clause) => atJoints(normalize(clause).split(" "), words.joints))
    .filter((clause) => clause.join("") !== "");
  const denied: string[][] = [];
  const rest: string[] = [];
  let leads = true;
  for (const clause of clauses) {
    const waved = clause.length > 2 && words.leading.includes(clause[0] ?? "") ? clause.slice(1) : clause;
    const at = waved.findIndex((word) => words.negators.includes(word));
    const isAbsence = at > 0 && at === waved.length - 1 && words.absences.includes(waved[at] ?? "");
    if (at === -1 || waved.length === 1 || isAbsence) {
      leads &&= denied.length > 0;
      if (!(waved.length === 1 && words.leading.includes(waved[0] ?? ""))) rest.push(waved.join(" "));
      continue;
    }
    const isTelling = (word: string): boolean => !words.fillers.includes(word);
    const after = waved.slice(at + 1).filter(isTelling);
    const before = waved.slice(0, at).filter(isTelling);
    const object = after.length > 0 ? after : before;
    const whole = [...waved.slice(0, at), affirmed(waved[at] ?? ""), ...waved.slice(at + 1)];
    denied.push([whole.filter((word) => word !== "").join(" "), object.join(" "), waved.join(" ")]);
  }
  return denied.length === 0 ? undefined : { denied, rest: rest.join(", "), leads };
}

/** Cuts a clause before each word at which it goes over to something else. */
function atJoints(spoken: readonly string[], joints: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const word of spoken) {
    if (joints.includes(word) && (parts.at(-1)?.length ?? 0) > 1) parts.push([]);
    parts.at(-1)?.push(word);
  }
  return parts;
}
