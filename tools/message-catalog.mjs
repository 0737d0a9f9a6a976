// Writes src/guide/message-catalog.generated.ts: the keys of data/phrases/en/*.json, and the placeholders of each. Look-ups are
// typed by it, and every locale is compared with it when it is loaded. `npm run messages` after adding a message; with `--check`
// it only reports whether the file is stale. Both work on the project in the current folder.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = "data/phrases/en";
const file = "src/guide/message-catalog.generated.ts";

const quoted = (key) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));
const placeholdersIn = (text) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

function entry([key, text]) {
  const names = placeholdersIn(text).map((name) => JSON.stringify(name));
  return `    ${quoted(key)}: [${names.join(", ")}],\n`;
}

function group(name) {
  const messages = Object.entries(JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")));
  return `  ${quoted(name)}: {\n${messages.map(entry).join("")}  },\n`;
}

const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .sort();
const catalog = `// Made by \`npm run messages\` from ${folder}/*.json: do not edit.
/** Messages by file and key, with their placeholders. */
export const catalog = {
${names.map(group).join("")}} as const;
`;

if (!process.argv.includes("--check")) writeFileSync(file, catalog);
else if (readFileSync(file, "utf8") !== catalog) {
  console.error(`${file} is stale: npm run messages`);
  process.exitCode = 1;
}
