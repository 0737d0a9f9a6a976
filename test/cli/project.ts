import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { dataParts, type Edits, edit } from "../data-copy.ts";

/** A copy of the built project with edits in its data, gone after the test. Its programs read that data. */
export function projectCopy(edits: Edits = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), "project-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ["package.json", "dist", "src/web"])
    cpSync(path.join(projectFolder, part), path.join(folder, part), { recursive: true });
  for (const part of dataParts)
    cpSync(path.join(projectFolder, "data", part), path.join(folder, "data", part), { recursive: true });
  symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"));
  edit(path.join(folder, "data"), edits);
  return folder;
}

/** An empty folder for a store, gone after the test. */
export function storeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
