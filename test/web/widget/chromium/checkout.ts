import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { projectFolder } from "../../../../src/runtime/paths.ts";
import { removeAfterwards } from "../../../own/spawn.ts";

/** The folders of some packages and of all that they need. */
function packagesOf(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const find = (name: string, from: string): void => {
    if (found.has(name)) return;
    const places = createRequire(from).resolve.paths(name) ?? [];
    for (const place of places) {
      const file = path.join(place, name, "package.json");
      try {
        const { dependencies = {} } = JSON.parse(readFileSync(file, "utf8"));
        found.set(name, path.dirname(file));
        for (const needed of Object.keys(dependencies)) find(needed, file);
        return;
      } catch {
        // not in this one
      }
    }
  };
  for (const name of names) find(name, import.meta.filename);
  return found;
}

/** A small checkout of its own below `parent`, with a program that opens a page and what that needs. */
export async function smallCheckout(parent: string): Promise<{ folder: string; program: string }> {
  const folder = mkdtempSync(path.join(parent, "checkout-"));
  removeAfterwards(folder);
  const program = path.join(folder, "open-page.mjs");
  writeFileSync(path.join(folder, "package.json"), "{}");
  mkdirSync(path.join(folder, "test/own"), { recursive: true });
  cpSync(path.join(projectFolder, "test/own/end-with.mjs"), path.join(folder, "test/own/end-with.mjs"));
  for (const [name, from] of packagesOf(["playwright-core", "@sparticuz/chromium"]))
    cpSync(from, path.join(folder, "node_modules", name), { recursive: true });
  await build({
    entryPoints: [new URL("open-page.ts", import.meta.url).pathname],
    outfile: program,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return { folder, program };
}
