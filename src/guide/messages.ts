import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { catalog } from "./message-catalog.ts";

/** The sentences of a page, by key. */
export type PageMessages = Record<string, string>;

const PageMessages = z.record(z.string(), z.string().trim().min(1));

/** Reads the sentences of a page. Throws an error that names the file and the key. */
export function readPageMessages(file: string): PageMessages {
  const parsed = PageMessages.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Makes a text safe inside an element or a quoted attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

type Catalog = typeof catalog;
type Group = keyof Catalog & string;
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

/** Thrown when a phrase file is not what the dialogs need; the message names file, place and reason. */
class MessageError extends Error {
  readonly code = "phrases";
}

const PhraseFile = z.record(z.string(), z.string().trim().min(1));

const placeholdersIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].sort();

function readGroup(file: string): Record<string, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new MessageError(`${file}: ${(cause as Error).message}`, { cause });
  }
  const parsed = PhraseFile.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new MessageError(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
  }
  return parsed.data;
}

function faults(
  group: string,
  wanted: Record<string, readonly string[]>,
  found: Record<string, string>,
): string[] {
  const missing = Object.keys(wanted).filter((key) => !(key in found));
  const unknown = Object.keys(found).filter((key) => !(key in wanted));
  const differing = Object.keys(wanted).filter(
    (key) =>
      key in found && placeholdersIn(found[key] as string).join() !== [...(wanted[key] ?? [])].sort().join(),
  );
  return [
    ...missing.map((key) => `${group}.${key}: is missing`),
    ...unknown.map((key) => `${group}.${key}: no dialog says this; remove it`),
    ...differing.map(
      (key) =>
        `${group}.${key}: must use the placeholders [${[...(wanted[key] ?? [])].join(", ")}] and no others`,
    ),
  ];
}

/** Reads `data/phrases/<locale>`: every sentence and placeholder that the dialogs use, and none besides. Throws PhraseError. */
export function loadMessages(folder: string): Messages {
  const all = new Map<string, string>();
  for (const [group, wanted] of Object.entries(catalog)) {
    const file = path.join(folder, `${group}.json`);
    const found = readGroup(file);
    const wrong = faults(group, wanted, found);
    if (wrong.length > 0) throw new MessageError(`${file}: ${wrong.join("; ")}`);
    for (const [key, text] of Object.entries(found)) all.set(`${group}.${key}`, text);
  }
  return (key, ...given) => {
    const text = all.get(key) as string;
    const values = given[0];
    if (values === undefined) return text;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => (values as Record<string, string>)[name] ?? "");
  };
}
