import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One text that somebody reads. */
export interface Entry {
  /** under data/ */
  file: string;
  key: string;
  text: string;
  kind: "said" | "button" | "label" | "letter";
}

/** Keys of the guide's files whose values people read, and as what. */
const READ: Readonly<Record<string, Entry["kind"]>> = {
  text: "said",
  question: "said",
  parked: "said",
  reply: "said",
  short: "label",
  letter: "letter",
  template: "letter",
};

/** Files of the guide that hold no words for people: facts and the tree are checked, not said. */
const NOT_READ: readonly string[] = ["facts.json", "tree.json", "nodes.json", "guide.json"];

const parsed = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** A title is pressed where words stand for it, or an answer behind it; elsewhere it heads a card. */
const titleKind = (of: object): Entry["kind"] => ("words" in of || "answer" in of ? "button" : "label");

/** Returns the words in a value of the guide; the key names the ids on the way. */
function wordsIn(value: unknown, key: string): Omit<Entry, "file">[] {
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one, key));
  if (typeof value !== "object" || value === null) return [];
  const { id } = value as { id?: unknown };
  const here = typeof id === "string" ? (key === "" ? id : `${key}/${id}`) : key;
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== "string") return wordsIn(inner, here);
    const kind = name === "title" ? titleKind(value) : READ[name];
    return kind === undefined ? [] : [{ key: `${here}.${name}`, text: inner, kind }];
  });
}

const jsonIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();

/** Returns everything that people read in the data of one language. `matched` names phrases that only match. */
export function entriesOf(data: string, locale: string, matched: readonly string[]): Entry[] {
  const guide = ["", "topics"].flatMap((sub) => {
    const folder = path.posix.join("guide", locale, sub);
    return jsonIn(path.join(data, folder))
      .filter((name) => !NOT_READ.includes(name))
      .map((name) => path.posix.join(folder, name));
  });
  const phrases = jsonIn(path.join(data, "phrases", locale));
  return [
    ...[...guide, `canned/${locale}.json`].flatMap((file) =>
      wordsIn(parsed(path.join(data, file)), "").map((entry) => ({ file, ...entry })),
    ),
    ...phrases.flatMap((name) =>
      Object.entries(parsed(path.join(data, "phrases", locale, name)) as Record<string, string>)
        .filter(([key]) => !key.endsWith("-words") && !matched.includes(`${name} ${key}`))
        .map(([key, text]): Entry => ({ file: `phrases/${locale}/${name}`, key, text, kind: "said" })),
    ),
  ];
}
