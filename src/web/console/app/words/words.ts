import type written from "../../../../../data/phrases/en/console.json";

/** The names of the console's sentences. */
export type WordKey = keyof typeof written;

/** The sentences that the page carries. */
const words = JSON.parse(document.documentElement.dataset["words"] ?? "{}") as Record<string, string>;

/** A sentence of the console, with values in its `{name}` places. */
export const say = (key: WordKey, values: { [name: string]: string | number } = {}): string =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/** The sentence for one or for many. */
export const counted = (one: WordKey, many: WordKey, count: number): string =>
  say(count === 1 ? one : many, { count });

/** The names that sentences of a family have: what stands behind `family.`. */
export const namesIn = (family: string): string[] =>
  Object.keys(words).flatMap((key) => (key.startsWith(`${family}.`) ? [key.slice(family.length + 1)] : []));
