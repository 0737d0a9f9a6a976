import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rows } from "./rows.ts";

const read = (file: string): string => readFileSync(file, "utf8");
const model = read("docs/threat-model.md");

/** The cells of each line of the table under a heading. */
const tableUnder = (heading: string): string[][] =>
  (model.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test("the threat model has the rows that the tests know, and says of each what the desk does", () => {
  const told = tableUnder("Threats");
  expect(told.map(([number, threat]) => [number, threat])).toEqual(
    rows.map(({ number, threat }) => [number, threat]),
  );
  expect(told.filter(([, , does]) => !does)).toEqual([]);
});

test("README, SECURITY.md and the threat model lead to one another, and to headings that are there", () => {
  expect(read("README.md")).toMatch(/\]\(SECURITY\.md\)/);
  expect(read("README.md")).toMatch(/\]\(docs\/threat-model\.md\)/);
  expect(read("README.md")).toContain(`${rows.length} threats and faults`);
  const headings = [...model.matchAll(/^## (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  const named = [...`${model}${read("SECURITY.md")}`.matchAll(/\]\((?:docs\/threat-model\.md)?#([\w-]+)\)/g)];
  expect(named.length).toBeGreaterThan(2);
  for (const [, anchor] of named) expect(headings).toContain(anchor);
});

test("the commands that the threat model names are there", () => {
  const commands = JSON.parse(read("package.json")).scripts as Record<string, string>;
  for (const [, command = ""] of model.matchAll(/`npm run (\w+)`/g)) expect(commands).toHaveProperty(command);
});
