import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { readJsonFile } from "../../../src/runtime/json-file.ts";
import { Lock, nameIn } from "../../../tools/licences/licences.ts";

const Project = z.object({
  allowScripts: z.record(z.string(), z.boolean()),
  scripts: z.record(z.string(), z.string()),
});
const Bill = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(z.object({ purl: z.string(), hashes: z.array(z.unknown()).optional() })),
});

test("each package that wants to run a script when it is installed is allowed or denied by name", async () => {
  const { packages } = await readJsonFile(Lock, "package-lock.json");
  const wanting = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const { allowScripts } = await readJsonFile(Project, "package.json");
  expect(Object.keys(allowScripts).sort()).toEqual(
    [...new Set(wanting.map(([folder]) => nameIn(folder)))].sort(),
  );
  expect(readFileSync(".npmrc", "utf8")).toContain("strict-allow-scripts=true");
});

test("the bill of materials has every package of the lock file with its hash", async () => {
  const { packages } = await readJsonFile(Lock, "package-lock.json");
  const { scripts } = await readJsonFile(Project, "package.json");
  const [command = "", ...options] = scripts["sbom"]?.split(" ") ?? [];
  const bill = Bill.parse(
    JSON.parse(execFileSync(command, options, { encoding: "utf8", maxBuffer: 2 ** 26 })),
  );
  const listed = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)));
  const installed = Object.entries(packages).filter(([folder]) => folder !== "");
  for (const [folder, { version }] of installed)
    expect(listed).toContain(`pkg:npm/${nameIn(folder)}@${version}`);
  expect(bill.components.filter(({ hashes }) => hashes === undefined)).toEqual([]);
});
