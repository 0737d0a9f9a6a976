import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../src/runtime/paths.ts";
import { envExample } from "./reference/env-example.ts";
import { TableError, withTable } from "./reference/markdown.ts";
import { referenceTables } from "./reference/tables.ts";

/**
 * Writes the generated tables of docs/reference/ and .env.example. Exits with 1 while a row lacks its
 * description.
 */
let missing = 0;
for (const [page, tables] of Object.entries(await referenceTables(projectFolder))) {
  const file = path.join(projectFolder, "docs/reference", page);
  let text = readFileSync(file, "utf8");
  for (const [name, table] of Object.entries(tables)) {
    try {
      text = withTable(text, name, table);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      if (typeof error.cause === "string") text = error.cause;
      missing += 1;
      process.stderr.write(`docs/reference/${page}: ${error.message}\n`);
    }
  }
  writeFileSync(file, text);
}
writeFileSync(path.join(projectFolder, ".env.example"), envExample());
process.exit(missing > 0 ? 1 : 0);
