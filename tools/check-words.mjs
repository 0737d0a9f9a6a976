// Refuses names of the desk's old private language in files, folders, declarations, parameters and members, so that it does not grow back:
// `npm run check-words`. Stored names (JSON fields, state keys, message keys, table names) are data and are not looked at.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseSync } from "vite";

/** The old word and the field's word for it. */
const words = {
  talk: "conversation",
  talks: "conversations",
  talker: "visitor",
  cabinet: "document cache",
  turnstile: "mutex",
  keeper: "document writer",
  agenda: "pending work",
  bell: "notifier",
  roster: "agent presence",
  deed: "audit action",
  doer: "actor",
  courier: "sender",
  couriers: "senders",
  ears: "recognizers",
  lockout: "login throttle",
  gist: "truncated text",
  mover: "transition",
  workshop: "training pool",
  pulse: "heartbeat",
};

/** Names that stay: types of what is stored or sent, and a verb. */
const allowed = new Set([
  "src/privacy/conversation-export.ts talk",
  "src/privacy/eraser.ts talks",
  "src/store/postgres/open.ts talks",
  "src/store/postgres/store-events.ts talks",
  "test/desk.ts talk",
]);

const partsOf = (name) =>
  name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

const files = execFileSync("git", ["ls-files", "src", "dialogs", "tools", "examples", "test", "bench"], {
  encoding: "utf8",
})
  .split("\n")
  // the evaluation is kept as it is used elsewhere
  .filter((file) => /\.(tsx?|mjs|css)$/.test(file) && !file.endsWith("/talk-eval.mjs"));

/** Returns the name of an identifier or of `#identifier`. */
const nameOf = (node) => (/Identifier$/.test(node?.type ?? "") ? [node.name] : []);

/** Returns the names that a variable, a parameter or a pattern binds. */
function boundBy(node) {
  switch (node?.type) {
    case "ArrayPattern":
      return node.elements.flatMap(boundBy);
    case "ObjectPattern":
      return node.properties.flatMap((one) => boundBy(one.type === "Property" ? one.value : one));
    case "AssignmentPattern":
      return boundBy(node.left);
    case "RestElement":
      return boundBy(node.argument);
    case "TSParameterProperty":
      return boundBy(node.parameter);
    default:
      return nameOf(node);
  }
}

/** Returns the names that a node declares: variables, parameters, types, members of classes and of types. */
function declaredBy(node) {
  switch (node.type) {
    case "VariableDeclarator":
      return boundBy(node.id);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [...nameOf(node.id), ...parametersOf(node)];
    case "TSFunctionType":
    case "TSMethodSignature":
      return [...nameOf(node.key), ...parametersOf(node)];
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return nameOf(node.id);
    case "PropertyDefinition":
    case "AccessorProperty":
    case "MethodDefinition":
    case "TSPropertySignature":
      return nameOf(node.key);
    default:
      return [];
  }
}

const parametersOf = ({ params }) => [params ?? []].flat().flatMap((one) => boundBy(one));

function* nodesIn(value) {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (typeof value === "object" && value !== null) {
    if (typeof value.type === "string") yield value;
    for (const inner of Object.values(value)) yield* nodesIn(inner);
  }
}

const found = new Set();
const look = (name, where) => {
  for (const part of partsOf(name))
    if (Object.hasOwn(words, part) && !allowed.has(`${where} ${name}`))
      found.add(`${where}: "${name}" says ${words[part]} here`);
};
for (const file of files) {
  look(file, file);
  if (file.endsWith(".css")) continue;
  for (const node of nodesIn(parseSync(file, readFileSync(file, "utf8")).program))
    for (const name of declaredBy(node)) look(name, file);
}
for (const line of found) console.error(line);
process.exitCode = found.size === 0 ? 0 : 1;
