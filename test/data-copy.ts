import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { dataPath } from "../src/runtime/paths.ts";

/** What an editor makes of a file's text. */
export type Edits = Record<string, (text: string) => string>;

/** Edits files of a data folder; an edit that changes nothing is an error, so that no test passes by a typing slip. */
export function edit(folder: string, edits: Edits): void {
  for (const [name, change] of Object.entries(edits)) {
    const file = path.join(folder, name);
    const before = readFileSync(file, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${name} changes nothing`);
    writeFileSync(file, after);
  }
}

/** Changes a file as JSON. */
export const json =
  <T>(change: (content: T) => unknown) =>
  (text: string): string => {
    const content = JSON.parse(text) as T;
    return JSON.stringify(change(content) ?? content, null, 2);
  };

/** A copy of data/ without anybody's conversations, with some edits in it, gone after the test; gives paths inside it. */
export function dataCopy(edits: Edits = {}): (...parts: string[]) => string {
  const folder = mkdtempSync(path.join(tmpdir(), "data-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of [
    "guide",
    "phrases",
    "utterances",
    "examples",
    "distress",
    "acts",
    "languages",
    "facts",
    "questions",
    "canned",
    "desk.json",
    "limits.json",
  ])
    cpSync(dataPath(part), path.join(folder, part), { recursive: true });
  edit(folder, edits);
  return (...parts) => path.join(folder, ...parts);
}
