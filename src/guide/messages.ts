import path from "node:path";
import { z } from "zod";
import { readFile } from "./content-files.ts";
import { catalog } from "./message-catalog.generated.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Makes a text safe inside an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

type Catalog = typeof catalog;
type Group = keyof Catalog;
/** The name of a sentence: `<file>.<key>` under data/phrases/<locale>. */
type MessageKey = { [G in Group]: `${G}.${keyof Catalog[G] & string}` }[Group];
type Placeholders<K extends MessageKey> = K extends `${infer G}.${infer N}`
  ? G extends Group
    ? N extends keyof Catalog[G]
      ? Catalog[G][N] extends readonly string[]
        ? Catalog[G][N][number]
        : never
      : never
    : never
  : never;
type Values<K extends MessageKey> = [Placeholders<K>] extends [never]
  ? []
  : [values: Record<Placeholders<K>, string>];

/** Gives a sentence with its placeholders filled in. */
export type Messages = <K extends MessageKey>(key: K, ...values: Values<K>) => string;

/** The sentences of one file by key, their placeholders not filled in. */
export type FileMessages<G extends Group> = Readonly<Record<keyof Catalog[G] & string, string>>;

/** Thrown when a phrase file is not what the program needs; the message names file, key and reason. */
class MessageError extends Error {
  readonly code = "phrases";
}

const PhraseFile = z.record(z.string(), z.string().trim().min(1));

const placeholdersIn = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join(", ");

function faults(group: Group, found: Record<string, string>): string[] {
  const wanted: Record<string, readonly string[]> = catalog[group];
  const missing = Object.keys(wanted).filter((key) => !(key in found));
  const unknown = Object.keys(found).filter((key) => !(key in wanted));
  const differing = Object.entries(wanted).filter(
    ([key, names]) => key in found && placeholdersIn(found[key] as string) !== names.join(", "),
  );
  return [
    ...missing.map((key) => `${group}.${key}: is missing`),
    ...unknown.map((key) => `${group}.${key}: no dialog says this; remove it`),
    ...differing.map(
      ([key, names]) => `${group}.${key}: must use the placeholders [${names.join(", ")}] and no others`,
    ),
  ];
}

/** Reads one file of `data/phrases/<locale>`: the keys and placeholders of the catalog, and none besides. Throws MessageError. */
export function readMessageFile<G extends Group>(folder: string, group: G): FileMessages<G> {
  const file = path.join(folder, `${group}.json`);
  const read = readFile(file, PhraseFile);
  if ("problems" in read) {
    const lines = read.problems.map(({ place, reason }) => `${file}${place && `, ${place}`}: ${reason}`);
    throw new MessageError(lines.join("\n"));
  }
  const wrong = faults(group, read.data);
  if (wrong.length > 0) throw new MessageError(`${file}: ${wrong.join("; ")}`);
  return read.data as FileMessages<G>;
}

/** Reads every file of `data/phrases/<locale>`. Throws MessageError. */
export function loadMessages(folder: string): Messages {
  const all = new Map(
    (Object.keys(catalog) as Group[]).flatMap((group) => {
      const texts: Record<string, string> = readMessageFile(folder, group);
      return Object.entries(texts).map(([key, text]) => [`${group}.${key}`, text] as const);
    }),
  );
  return (key, ...given) => {
    const text = all.get(key) as string;
    const values = given[0];
    if (values === undefined) return text;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => (values as Record<string, string>)[name] ?? "");
  };
}
