import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import words from "../../../data/phrases/en/console.json" with { type: "json" };
import { AuditAction } from "../../../src/audit/audit-entry.ts";
import { projectFolder } from "../../../src/runtime/paths.ts";

const source = path.join(projectFolder, "src/web/console");

test("every sentence of the console is said somewhere", () => {
  const code = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join(source, file), "utf8"))
    .join("\n");
  const families = [...code.matchAll(/say\([^)]*?`([a-z]+\.)\$\{/gi)].map(([, family]) => family ?? "");
  const unsaid = Object.keys(words).filter(
    (key) => !code.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
  );
  expect(families.length).toBeGreaterThan(10);
  expect(unsaid).toEqual([]);
});

test("everything that leaves a line in the audit log has its words", () => {
  const told = Object.keys(words).filter((key) => key.startsWith("deed."));
  expect(told).toEqual(AuditAction.options.map((action) => `deed.${action}`));
});
