// Refuses names of the desk's old private language in files, folders and declarations, so that it does not grow back:
// `npm run check-words`. Stored names (JSON fields, state keys, message keys, table names) are data and are not looked at.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

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

/** Names that use such a word as the field does. */
const allowed = new Set([]);

const declared = /\b(?:const|let|function\*?|class|interface|type|enum)\s+([\p{L}$_][\p{L}\p{N}$_]*)/gu;
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

const found = [];
const look = (name, where) => {
  for (const part of partsOf(name))
    if (Object.hasOwn(words, part) && !allowed.has(name))
      found.push(`${where}: "${name}" says ${words[part]} here`);
};
for (const file of files) {
  look(file, file);
  if (file.endsWith(".css")) continue;
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  for (const [, name] of text.matchAll(declared)) look(name, file);
}
for (const line of found) console.error(line);
process.exitCode = found.length === 0 ? 0 : 1;
