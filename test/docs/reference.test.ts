import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { textOf } from "../../tools/documents/pages.ts";
import { envExample } from "../../tools/reference/env-example.ts";
import { eventsIn } from "../../tools/reference/log-events.ts";
import { TableError, withTable } from "../../tools/reference/markdown.ts";
import { referenceTables } from "../../tools/reference/tables.ts";

const tables = await referenceTables(projectFolder);
const all = Object.entries(tables).flatMap(([page, named]) =>
  Object.entries(named).map(([name, table]) => ({ page: `docs/reference/${page}`, name, table })),
);

test.each(all)(
  "$page has the table $name as the code makes it (npm run docs:tables)",
  ({ page, name, table }) => {
    expect(textOf(page)).toBe(withTable(textOf(page), name, table));
  },
);

test.each(all)("the table $name of $page has rows, and no empty cell", ({ table }) => {
  expect(table.rows.length).toBeGreaterThan(2);
  expect(table.rows.flat()).not.toContain("");
});

test(".env.example has every variable as the schema makes it (npm run docs:tables)", () => {
  expect(textOf(".env.example")).toBe(envExample());
});

test("every metric, problem code and route of Direct Line is explained", () => {
  const source = (file: string): string => readFileSync(path.join(projectFolder, file), "utf8");
  const metrics = source("src/runtime/metrics.ts").matchAll(/"(exit_desk_\w+)"/g);
  for (const [, name] of metrics) expect(textOf("docs/reference/metrics.md")).toContain(`\`${name}\``);
  const codes = source("src/http/problems.ts").matchAll(/^ {2}"?([a-z-]+)"?: \d{3},$/gm);
  for (const [, name] of codes) expect(textOf("docs/reference/problem-codes.md")).toContain(`\`${name}\``);
  const routes = source("src/directline/serve.ts").matchAll(/web\.(get|post|postOften)\(["`]([^"`]+)["`]/g);
  const page = textOf("docs/reference/directline.md");
  for (const [, method, route = ""] of routes)
    expect(page).toContain(
      `\`${method === "get" ? "GET" : "POST"} ${route.replace(/^\$\{root\}/, "/v3/directline")}`,
    );
});

test("every attribute and member of the widget is explained", () => {
  const page = textOf("docs/reference/widget-js.md");
  const settings = readFileSync(path.join(projectFolder, "src/web/widget/loader/panel.ts"), "utf8");
  const read = /const \{ ([^}]+) \} = script\.dataset/.exec(settings)?.[1]?.split(", ") ?? [];
  expect(read.length).toBeGreaterThan(5);
  for (const name of read)
    expect(page).toContain(`data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const api = readFileSync(path.join(projectFolder, "src/web/widget/loader/api.ts"), "utf8");
  for (const [, name] of api.matchAll(/^ {2}(\w+)[(:<]/gm))
    expect(page).toMatch(new RegExp(`\`${name}[\`(]`));
});

describe("log events", () => {
  test("are found in either order, in templates and over several lines", () => {
    const source = `log.warn(about(error), "one")\nthis.parts.log("two", {\n  a: [1, 2],\n})\nlog(\`outbox \${fate.kind}\`, {})`;
    expect(eventsIn(source)).toEqual(["one", "two", "outbox <kind>"]);
  });

  test("are found where one of two is chosen before", () => {
    const source = `const event = state === "enough" ? "one" : "two";\nlog.warn({ state }, event);`;
    expect(eventsIn(source)).toEqual(["one", "two"]);
  });

  test("are not what other functions are given", () => {
    expect(eventsIn('dialog("root", {}); catalog("a", b); log("alone")')).toEqual([]);
  });
});

describe("tables", () => {
  const page =
    "# Page\n\n<!-- table: a (npm run docs:tables) -->\n\n| k | w |\n| --- | --- |\n| `x` | kept \\| whole |\n\n<!-- end of table -->\n";
  const table = { columns: ["k"], rows: [["`x`"]], handwritten: "w" };

  test("keep the words that somebody wrote for a row", () => {
    expect(withTable(page, "a", table)).toBe(page);
  });

  test("tell which row waits for words", () => {
    const more = { ...table, rows: [["`x`"], ["`y`"]] };
    expect(() => withTable(page, "a", more)).toThrow(new TableError("describe in the last column: `y`"));
  });

  test("tell where their place is missing", () => {
    expect(() => withTable("# Page\n", "a", table)).toThrow(TableError);
  });
});
