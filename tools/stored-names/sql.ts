import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Returns the names that the migrations create: tables, columns, functions, sequences and indexes. */
export function namesInSql(folder: string): string[] {
  const sql = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(path.join(folder, file), "utf8").replaceAll(/--.*$/gm, ""))
    .join("\n");
  const made = [...sql.matchAll(/^create (?:or replace )?(table|function|sequence|index) (\w+)/gm)];
  const tables = [...sql.matchAll(/^create table (\w+) \(\n([\s\S]*?)\n\)/gm)];
  const columns = tables.flatMap(([, table, body = ""]) =>
    [...body.matchAll(/^ {2}(\w+) /gm)]
      .filter(([, name]) => name !== "primary")
      .map(([, name]) => `${table}.${name}`),
  );
  const added = [...sql.matchAll(/^alter table (\w+) add column (\w+)/gm)];
  return [
    ...made.map(([, kind, name]) => `${kind} ${name}`),
    ...columns.map((name) => `column ${name}`),
    ...added.map(([, table, name]) => `column ${table}.${name}`),
  ];
}
