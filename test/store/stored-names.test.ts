import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { differences, storedNames } from "../../tools/stored-names/names.ts";

test("names that stored data and clients have are those of the list", async () => {
  const frozen = JSON.parse(readFileSync(path.join(import.meta.dirname, "stored-names.json"), "utf8"));
  expect(differences(frozen, await storedNames(projectFolder))).toEqual([]);
});

test("a renamed name is told twice: as gone, with who has it, and as new, with the command that writes it down", () => {
  const before = { "state keys": ["desk/holds", "desk/people"] };
  const after = { "state keys": ["desk/accounts", "desk/holds"] };
  expect(differences(before, after)).toEqual([
    'state keys: "desk/people" is missing, but stored data or clients of earlier versions use it. Keep the name.',
    'state keys: "desk/accounts" is new. Stored data will use it from now on: run npm run stored-names to record it.',
  ]);
});

test("a group that is gone or new is told of name by name", () => {
  expect(
    differences({ metrics: ["a_total"] }, { settings: ["teams"] }).map((line) => line.split(".")[0]),
  ).toEqual([
    'metrics: "a_total" is missing, but stored data or clients of earlier versions use it',
    'settings: "teams" is new',
  ]);
});
