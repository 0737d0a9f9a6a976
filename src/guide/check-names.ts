import type { Problem } from "./error.ts";
import { type Content, entriesOf } from "./files.ts";
import { placeOf } from "./read-file.ts";

/** The keys of the files whose values are names, and what they name. */
const NAMES: Readonly<Record<string, string>> = {
  passages: "passage",
  answer: "passage",
  gather: "passage",
  topics: "topic",
  menu: "topic",
  topic: "topic",
  alternatives: "alternative",
  node: "node",
  facts: "fact",
};

type Known = ReadonlyMap<string, ReadonlySet<string>>;

function known({ topics, alternatives, tree, facts }: Content): Known {
  const ids = (places: readonly { id: string }[]) => new Set(places.map(({ id }) => id));
  return new Map([
    ["passage", ids(topics.flatMap(({ passages }) => passages))],
    ["topic", ids(topics)],
    ["alternative", ids(alternatives)],
    ["node", ids(tree)],
    ["fact", ids(facts)],
  ]);
}

/** Every name in a value that nothing has, with its place; `kind` is what a text here would name. */
function strangers(
  value: unknown,
  known: Known,
  keys: PropertyKey[] = [],
  kind?: string,
): Omit<Problem, "file">[] {
  if (typeof value === "string") {
    const fits = kind === undefined || known.get(kind)?.has(value);
    return fits ? [] : [{ place: placeOf(keys), reason: `there is no ${kind} "${value}"` }];
  }
  if (Array.isArray(value)) return value.flatMap((item, at) => strangers(item, known, [...keys, at], kind));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strangers(inner, known, [...keys, key], NAMES[key]));
}

/** The names of passages, topics, alternatives, nodes and facts that the files use and nothing bears. */
export function unknownNames(content: Content): Problem[] {
  const names = known(content);
  const inFiles = entriesOf(content).flatMap(([file, value]) =>
    strangers(value, names).map((found) => ({ file, ...found })),
  );
  const inNodes = Object.entries(content.nodes).flatMap(([node, passages]) => [
    ...strangers(node, names, [node], "node"),
    ...strangers(passages, names, [node], "passage"),
  ]);
  return [...inFiles, ...inNodes.map((found) => ({ file: "nodes.json", ...found }))];
}
