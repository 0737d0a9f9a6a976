import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

/** A node of an ESTree syntax tree. */
export interface Node {
  type: string;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (isNode(value)) {
    yield value;
    for (const inner of Object.values(value)) yield* nodesIn(inner);
  }
}

const nameOf = (node: unknown): string =>
  isNode(node) && typeof node["name"] === "string" ? node["name"] : "";

/** Maps the names in a file to their initializers and parameter types. */
function namedIn(nodes: readonly Node[]): Map<string, unknown[]> {
  const named = new Map<string, unknown[]>();
  const add = (name: string, value: unknown) => named.set(name, [...(named.get(name) ?? []), value]);
  for (const node of nodes) {
    if (node.type === "VariableDeclarator") add(nameOf(node["id"]), node["init"]);
    if (node.type === "Identifier" && isNode(node["typeAnnotation"]))
      add(nameOf(node), node["typeAnnotation"]["typeAnnotation"]);
  }
  return named;
}

/** A source file as a list of syntax nodes. */
export interface Source {
  /** relative to the project, with slashes */
  file: string;
  nodes: readonly Node[];
  /** Returns the possible string values of an expression; unknown parts are `*`. */
  textsOf(node: unknown): string[];
}

const field = (node: Node, name: string): Node | undefined => node[name] as Node | undefined;

/** Concatenates each text with each continuation. */
const joined = (texts: readonly string[], next: readonly string[]): string[] =>
  texts.flatMap((text) => next.map((more) => text + more));

function textReader(named: (name: string) => readonly unknown[]) {
  const read = (node: unknown, depth = 0): string[] => {
    if (!isNode(node) || depth > 12) return [];
    const again = (inner: unknown) => read(inner, depth + 1);
    switch (node.type) {
      case "Literal":
        return typeof node["value"] === "string" ? [node["value"]] : [];
      case "TSLiteralType":
        return again(node["literal"]);
      case "TSUnionType":
        return (node["types"] as Node[]).flatMap(again);
      case "ConditionalExpression":
        return [...again(node["consequent"]), ...again(node["alternate"])];
      case "LogicalExpression":
        return [...again(node["left"]), ...again(node["right"])];
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        return again(node["expression"]);
      case "Identifier":
        return [...new Set(named(nameOf(node)).flatMap(again))];
      case "TemplateLiteral": {
        const inner = (node["expressions"] as Node[]).map((one) => {
          const texts = again(one);
          return texts.length === 0 ? ["*"] : texts;
        });
        const quasis = (node["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
        return quasis.reduce<string[]>(
          (texts, quasi, at) => joined(texts, at === 0 ? [quasi] : joined(inner[at - 1] ?? [], [quasi])),
          [""],
        );
      }
      default:
        return [];
    }
  };
  return read;
}

/** Returns the value of a property in an object literal. */
export const property = (node: Node, name: string): Node | undefined =>
  node.type === "ObjectExpression"
    ? (node["properties"] as Node[])
        .filter((one) => one.type === "Property" && nameOf(field(one, "key")) === name)
        .map((one) => field(one, "value"))[0]
    : undefined;

/** Returns the name of a called function: `f` in `f()` and in `a.b.f()`. */
export const calledName = (node: Node): string => {
  const callee = field(node, "callee");
  return nameOf(callee?.type === "MemberExpression" ? callee["property"] : callee);
};

/**
 * Parses all TypeScript files of the folders. Constants in capitals resolve across files, other names within
 * their own.
 */
export function readSources(project: string, folders: readonly string[]): Source[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
      .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/"))),
  );
  const parsed = files.sort().map((file) => {
    const { program, errors } = parseSync(file, readFileSync(path.join(project, file), "utf8"));
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
    const nodes = [...nodesIn(program)];
    return { file, nodes, named: namedIn(nodes) };
  });
  const shared = new Map<string, unknown[]>();
  for (const { named } of parsed)
    for (const [name, values] of named) if (/^[A-Z][A-Z_]+$/.test(name)) shared.set(name, values);
  return parsed.map(({ file, nodes, named }) => ({
    file,
    nodes,
    textsOf: textReader((name) => named.get(name) ?? shared.get(name) ?? []),
  }));
}
