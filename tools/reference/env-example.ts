import { Environment } from "../../src/config/config.ts";
import { defaultOf, fieldsOf } from "./schema-rows.ts";

const WIDTH = 98;

const HEAD = `# Every environment variable of Exit Desk, with its default. Made by: npm run docs:tables
# Copy it to .env, uncomment what you change, and load it: node --env-file=.env dist/main.js`;

/** Wraps a text into comment lines. */
function comment(text: string): string {
  const lines = [""];
  for (const word of text.replaceAll("`", "").split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.map((line) => `# ${line}`).join("\n");
}

/** Generates .env.example from the environment's schema. */
export function envExample(): string {
  const parts = fieldsOf(Environment).map(({ name, schema, description }) => {
    const value = defaultOf(schema);
    const text = Array.isArray(value) ? value.join(",") : String(value);
    return `${comment(description)}\n#${name}=${/\s/.test(text) ? `"${text}"` : text}`;
  });
  return `${[HEAD, ...parts].join("\n\n")}\n`;
}
