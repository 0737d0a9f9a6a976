import path from "node:path";
import { indexByCues } from "../patterns/cue-index.ts";
import { readClasses } from "../patterns/pattern-file.ts";
import { readSigns, type Sign, type ToldAct } from "./act-files.ts";
import { loadActText } from "./act-text.ts";
import { type FindLanguage, loadLanguages } from "./language.ts";
import { type Reach, reachOf, type Span } from "./reach.ts";
import type { FindActs, FoundAct } from "./spoken-act.ts";

/** Words that tell an act; null: they tell none, whatever else they look like. */
interface Told extends Span {
  act: ToldAct | null;
}

/** Reads what tells an act in one language from `data/acts/<locale>`. A broken file is an error that names it and quotes the pattern. */
export async function loadActs(folder: string): Promise<FindActs> {
  const classes = await readClasses(path.join(folder, "classes.txt"));
  const [signs, textOf, languageOf] = await Promise.all([
    readSigns(folder, classes),
    loadActText(folder),
    loadLanguages(path.join(folder, "..", "languages.json")),
  ]);
  const mayFit = indexByCues(signs);
  const reach = reachOf(classes);
  return (text) => {
    const said = textOf(text);
    const told = longestOf(said, mayFit(new Set(said.split(" "))));
    return [...actsOf(said, told, reach), ...languageActs(text, languageOf)];
  };
}

/** What the signs tell, in order; where two claim the same words, the longer has them. */
function longestOf(said: string, signs: readonly Sign[]): Told[] {
  const all = signs.flatMap(({ fits, tells }) =>
    Array.from(said.matchAll(fits), (match) => ({
      from: match.index,
      to: match.index + match[0].length,
      act: tells,
    })),
  );
  all.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const taken = new Uint8Array(said.length);
  const chosen = all.filter(({ from, to }) => {
    if (taken.subarray(from, to).includes(1)) return false;
    taken.fill(1, from, to);
    return true;
  });
  return chosen.sort((a, b) => a.from - b.from);
}

/** The acts told, each once. */
function actsOf(said: string, told: readonly Told[], reach: Reach): FoundAct[] {
  const nothingBesides = isFilling(said, told, reach);
  const heavy = new Set(told.flatMap(({ act }) => (act === null || isCourtesy(act) ? [] : [act])));
  const found = new Map<string, FoundAct>();
  for (const span of told) {
    const { act } = span;
    if (act === null) continue;
    const denied = reach.isDenied(said, span);
    const key = `${act.act} ${act.id} ${denied}`;
    if (found.has(key)) continue;
    const alone = heavy.size === 0 || (heavy.size === 1 && heavy.has(act));
    found.set(key, {
      ...act,
      whole: nothingBesides && alone,
      denied,
      conditional: mayBeConditional(act) && reach.isConditional(said, span),
    });
  }
  return [...found.values()];
}

/** Whether nothing but fillers stands outside the words that tell an act. */
function isFilling(said: string, told: readonly Told[], reach: Reach): boolean {
  let at = 0;
  for (const { from, to, act } of [
    ...told.filter(({ act }) => act !== null),
    { from: said.length, to: 0, act: null },
  ]) {
    const between = said.slice(at, from).split(" ");
    if (!between.every((word) => word === "" || word === "." || reach.isFiller(word))) return false;
    if (act !== null) at = to;
  }
  return true;
}

/** Said for politeness: beside it another act still stands alone. */
const isCourtesy = ({ act }: ToldAct): boolean => act === "thanks" || act === "acknowledge";

const mayBeConditional = ({ act }: ToldAct): boolean =>
  act === "wish" || act === "yes" || act === "no" || act === "acknowledge";

function languageActs(text: string, languageOf: FindLanguage): FoundAct[] {
  const id = languageOf(text);
  return id === null ? [] : [{ act: "language", id, whole: true, denied: false, conditional: false }];
}
