import { expect, test } from "vitest";
import { readJsonFile } from "../../../src/runtime/json-file.ts";
import { Allowed, Lock, licencesOf } from "../../../tools/licences/licences.ts";

const allowed = { anywhere: ["MIT"], buildOnly: ["MPL-2.0"], readByHand: { quiet: "MIT" } };

const refused = (packages: object): string[] =>
  licencesOf(Lock.parse({ packages }), allowed)
    .filter((one) => !one.allowed)
    .map(({ name }) => name);

test("every package that is installed has a licence that is allowed", async () => {
  const packages = licencesOf(
    await readJsonFile(Lock, "package-lock.json"),
    await readJsonFile(Allowed, "deploy/licences.json"),
  );
  expect(packages.length).toBeGreaterThan(500);
  expect(packages.filter((one) => !one.allowed)).toEqual([]);
});

test("a licence that is not listed, or none, is refused", () => {
  const [version, folder] = ["1.0.0", "node_modules/"];
  expect(
    refused({
      "": { version },
      [`${folder}fine`]: { version, license: "MIT" },
      [`${folder}quiet`]: { version },
      [`${folder}copyleft`]: { version, license: "AGPL-3.0-only" },
      [`${folder}fine/${folder}@scope/silent`]: { version },
    }),
  ).toEqual(["copyleft", "@scope/silent"]);
});

test("what only builds may be loaded by no running desk, wherever it stands", () => {
  const built = { version: "1.0.0", license: "MPL-2.0", dev: true };
  const shipped = { version: "1.0.0", license: "MPL-2.0" };
  expect(refused({ "node_modules/a": built })).toEqual([]);
  expect(refused({ "node_modules/a": shipped, "node_modules/b/node_modules/a": built })).toEqual(["a"]);
  expect(refused({ "node_modules/a": built, "node_modules/b/node_modules/a": shipped })).toEqual(["a"]);
});
