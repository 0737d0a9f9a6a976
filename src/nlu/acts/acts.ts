import path from "node:path";
import type { ReadForeign } from "../languages/foreign.ts";
import { Newest } from "../newest.ts";
import { type Occurrence, occurrenceFinder } from "../patterns/occurrences.ts";
import { readClasses } from "../patterns/pattern-file.ts";
import { readSigns, type Sign, type ToldAct } from "./act-files.ts";
import { loadActText } from "./act-text.ts";
import { type Reach, reachOf, type Span } from "./reach.ts";
import type { FindActs, FoundAct } from "./spoken-act.ts";

/** So many texts are kept: the parts of a message are looked at for more than one matter. */
const KEPT = 32;

/** Words that tell an act. */
interface Told extends Span {
  act: ToldAct;
}

/** Reads what tells an act in one language from `data/acts/<locale>`. A broken file is an error that names it and quotes the pattern. `foreign` reads the other languages. */
export async function loadActs(folder: string, foreign: ReadForeign): Promise<FindActs> {
  const classes = await readClasses(path.join(folder, "classes.txt"));
  const [signs, textOf] = await Promise.all([readSigns(folder, classes), loadActText(folder)]);
  const occurrences = occurrenceFinder(signs);
  const reach = reachOf(classes);
  const findActs: FindActs = (text) => {
    const said = textOf(text);
    const told = longestOf(said, occurrences(said)).filter((one) => !isMentioned(said, one, reach));
    return [...actsOf(said, told, reach), ...foreignActs(text, foreign)];
  };
  const kept = new Newest<readonly FoundAct[]>(KEPT);
  return (text) => kept.of(text, () => findActs(text));
}

/** What the signs tell, in order; where two claim the same words, the longer has them. */
function longestOf(said: string, occurrences: readonly Occurrence<Sign>[]): Told[] {
  const taken = new Uint8Array(said.length);
  const aside = new Map<ToldAct, Uint8Array>();
  const chosen: Told[] = [];
  for (const { from, to, pattern } of occurrences.toSorted(byLength)) {
    const { section: act, tells } = pattern;
    const not = aside.get(act);
    if (!tells) aside.set(act, (not ?? new Uint8Array(said.length)).fill(1, from, to));
    else if (taken[from] !== 1 && taken[to - 1] !== 1 && !not?.subarray(from, to).includes(1)) {
      taken.fill(1, from, to);
      chosen.push({ from, to, act });
    }
  }
  return chosen.sort((a, b) => a.from - b.from);
}

/** The longest first, of equal ones those that tell nothing, then in order. */
const byLength = (a: Occurrence<Sign>, b: Occurrence<Sign>): number =>
  b.to - b.from - (a.to - a.from) || Number(a.pattern.tells) - Number(b.pattern.tells) || a.from - b.from;

/** The acts told, each once. */
function actsOf(said: string, told: readonly Told[], reach: Reach): FoundAct[] {
  const nothingBesides = isFilling(said, told, reach);
  const heavy = new Set(told.map(({ act }) => act).filter((act) => !isCourtesy(act)));
  const found = new Map<string, FoundAct>();
  for (const span of told) {
    const { act } = span;
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

/** So many words of meaning round a question about the desk or the open one, in its sentence or in a long text, only mention it. */
const MOST_ROUND = 11;
const LONG_TEXT = 30;
const MOST_ROUND_IN_LONG = 5;

/** Whether what looks like such a question is only mentioned, in a sentence that is about something else. */
function isMentioned(said: string, { act, from, to }: Told, reach: Reach): boolean {
  if (act.act !== "about-desk" && act.act !== "about-question") return false;
  const start = said.lastIndexOf(" . ", from) + 3;
  const end = said.indexOf(" . ", to - 1);
  const round = `${said.slice(start, from)} ${said.slice(to, end === -1 ? undefined : end)}`;
  const meaning = round
    .split(" ")
    .filter((word) => word !== "" && word !== "." && !reach.isFiller(word)).length;
  return meaning > (said.split(" ").length > LONG_TEXT ? MOST_ROUND_IN_LONG : MOST_ROUND);
}

/** Whether nothing but fillers stands outside the words that tell an act. */
function isFilling(said: string, told: readonly Span[], reach: Reach): boolean {
  const ends = [0, ...told.map(({ to }) => to)];
  const starts = [...told.map(({ from }) => from), said.length];
  return ends.every((end, at) =>
    said
      .slice(end, starts[at])
      .split(" ")
      .every((word) => word === "" || word === "." || reach.isFiller(word)),
  );
}

/** Said for politeness or out of a mood: beside it another act still stands alone. */
const isCourtesy = ({ act }: ToldAct): boolean =>
  act === "thanks" || act === "acknowledge" || act === "feeling";

const mayBeConditional = ({ act }: ToldAct): boolean =>
  act === "wish" || act === "yes" || act === "no" || act === "acknowledge";

/** What a text in another language tells: that it is in one, and whether it asks for a person. */
function foreignActs(text: string, { languageOf, asksForPerson }: ReadForeign): FoundAct[] {
  const id = languageOf(text);
  if (id === null) return [];
  const about = { whole: true, denied: false, conditional: false };
  const language: FoundAct = { act: "language", id, ...about };
  return asksForPerson(text) ? [{ act: "wish", id: "person", ...about }, language] : [language];
}
