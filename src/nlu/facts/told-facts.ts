import path from "node:path";
import { readJsonFile } from "../../runtime/json-file.ts";
import { normalize } from "../normalize.ts";
import { indexByCues } from "../patterns/cue-index.ts";
import { type MayFit, readMarked } from "../patterns/marked-patterns.ts";
import { compilePatterns, type Pattern } from "../patterns/pattern.ts";
import { naming, readClasses, readLines } from "../patterns/pattern-file.ts";
import { type Amount, amountFinder, numbersIn } from "./amounts.ts";
import { type Clause, clausesOf } from "./clauses.ts";
import { FactWords, hasAny } from "./fact-words.ts";

const facts = ["suspended", "closed", "pending"] as const;
type Fact = (typeof facts)[number];

/** What a text tells of the person, clause by clause. */
export interface ToldFacts {
  clauses: readonly Clause[];
  words: FactWords;
  /** the clauses that tell a fact of the person as one that is so */
  telling(fact: Fact): readonly Clause[];
  /** whether what stands before a place in a clause speaks of the person and is not supposed */
  isOwn(clause: Clause, by: number): boolean;
  /** whether what stands between two places of a folded clause speaks of the person, and came about */
  isReal(clause: Clause, from: number, to: number): boolean;
  /** amounts in a clause that name a currency */
  amounts(clause: Clause): readonly Amount[];
  /** numbers in a clause that stand where only money can be meant */
  bareAmounts(clause: Clause): readonly Amount[];
}

export type ReadFacts = (text: string, questionWords: readonly string[]) => ToldFacts;

const ASIDE = "- ";
const ASKED = "? ";
const OWN = "+ ";
/** Words before a fact in which something makes it unreal, or denies it. */
const REACH = 4;

/** Reads what tells facts in one language from `data/facts/<locale>`. A broken file is an error that names it and quotes the pattern. */
export async function loadFacts(folder: string): Promise<ReadFacts> {
  const file = (name: string): string => path.join(folder, name);
  const words = await readJsonFile(FactWords, file("words.json"));
  const classes = await readClasses(file("classes.txt"));
  const persons = await readMarked(file("persons.txt"), classes, [OWN]);
  const signs = new Map<Fact, Signs>();
  const ends = { mark: ASIDE, at: classes.get("own") ?? [] } as const;
  for (const fact of facts)
    signs.set(fact, await readMarked(file(`${fact}.txt`), classes, [ASKED, ASIDE], ends));
  const bare = file("bare-amounts.txt");
  const bareAmounts = compilePatterns(await readLines(bare), classes);
  const isBare = naming(bare, () => indexByCues(bareAmounts));
  const amounts = amountFinder(words);

  return (text, questionWords) => {
    const clauses = clausesOf(text, { facts: words, questionWords });
    const whose = new Map(clauses.map((clause) => [clause, personsIn(clause.folded, persons)] as const));
    const isOwn = (clause: Clause, by: number): boolean => {
      if (clause.supposed) return false;
      const spoken = whose.get(clause) ?? [];
      const behind = spoken.find(({ from }) => from === by);
      const last = behind ?? spoken.findLast(({ from }) => from < by) ?? inherited(clause, clauses, whose);
      return last === undefined ? !clause.asking : last.own;
    };
    return {
      clauses,
      words,
      isOwn,
      isReal: (clause, from, to) =>
        isOwn(clause, to + LEAD) &&
        !hasAny(clause.folded.slice(0, from).split(" ").slice(-REACH).join(" "), words.unreal),
      telling: (fact) => {
        const sign = signs.get(fact);
        return sign === undefined
          ? []
          : clauses.filter((clause) => tells(clause, sign, words, fact !== "pending", isOwn));
      },
      amounts: ({ text: said }) => amounts(said),
      bareAmounts: (clause) => bareIn(clause, isBare),
    };
  };
}

type Signs = Record<"" | typeof ASKED | typeof ASIDE, MayFit>;

interface Person {
  from: number;
  to: number;
  own: boolean;
}

/** what stands before the first word */
const LEAD = 3;
const padded = (folded: string): string => ` . ${folded} . `;

/** Who a clause speaks of, in order; where two names claim the same words, the longer has them. */
function personsIn(folded: string, names: Record<"" | typeof OWN, MayFit>): Person[] {
  const said = padded(folded);
  const words = new Set(said.split(" "));
  const found = (patterns: MayFit, own: boolean): Person[] =>
    occurrencesOf(said, patterns(words)).map((one) => ({ ...one, own }));
  const all = [...found(names[OWN], true), ...found(names[""], false)];
  all.sort((a, b) => b.to - b.from - (a.to - a.from) || Number(b.own) - Number(a.own));
  const chosen: Person[] = [];
  for (const one of all) if (!chosen.some(({ from, to }) => one.from < to && from < one.to)) chosen.push(one);
  return chosen.sort((a, b) => a.from - b.from);
}

const occurrencesOf = (said: string, patterns: readonly Pattern[]): { from: number; to: number }[] =>
  patterns.flatMap(({ fits }) =>
    [...said.matchAll(fits)].map(({ 0: match, index }) => ({ from: index, to: index + match.length })),
  );

/** Whom a clause goes on about that names nobody: the first whom the clause before it in its sentence names. */
function inherited(
  clause: Clause,
  clauses: readonly Clause[],
  whose: ReadonlyMap<Clause, readonly Person[]>,
): Person | undefined {
  for (let at = clauses.indexOf(clause) - 1; at >= 0; at -= 1) {
    const before = clauses[at];
    if (before === undefined || before.sentence !== clause.sentence) return undefined;
    const [first] = whose.get(before) ?? [];
    if (first !== undefined) return first;
  }
  return undefined;
}

function tells(
  clause: Clause,
  signs: Signs,
  words: FactWords,
  deniedWithin: boolean,
  isOwn: (clause: Clause, by: number) => boolean,
): boolean {
  if (clause.supposed) return false;
  const said = padded(clause.folded);
  const spoken = new Set(said.split(" "));
  const told = occurrencesOf(said, (clause.asking ? signs[ASKED] : signs[""])(spoken));
  if (told.length === 0) return false;
  const asides = occurrencesOf(said, signs[ASIDE](spoken));
  return told.some(
    ({ from, to }) =>
      !asides.some((aside) => from < aside.to && aside.from < to && aside.to >= to) &&
      !isUnreal(deniedWithin ? wordsBefore(said, to).slice(0, -1) : wordsBefore(said, from), words) &&
      isOwn(clause, to),
  );
}

const wordsBefore = (said: string, place: number): string[] =>
  said.slice(0, place).replaceAll(".", " ").trim().split(/\s+/u);

/** Whether the words before a fact say that it did not come about. */
function isUnreal(before: readonly string[], { unreal, denials }: FactWords): boolean {
  const near = before.slice(-REACH).join(" ");
  return hasAny(near, unreal) || hasAny(near, denials);
}

/** Numbers that stand where only money can be meant. */
function bareIn({ text, folded }: Clause, mayFit: MayFit): Amount[] {
  if (!/\p{N}/u.test(folded)) return [];
  return numbersIn(text).flatMap(({ said, amount, before, behind }) => {
    const start = normalize(before);
    const round = padded(`${start} 0 ${normalize(behind)}`.trim());
    const at = padded(start).length - (start === "" ? 3 : 2);
    const isMoney = occurrencesOf(round, mayFit(new Set(round.split(" ")))).some(({ from }) => from === at);
    return isMoney ? [{ said, amount, currency: null }] : [];
  });
}
