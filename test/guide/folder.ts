import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** What an editor does to one file: its JSON changed, or its text. */
export type Edit = { file: string } & (
  | { json: (content: never) => unknown }
  | { text: (content: string) => string }
);

/** A copy of the real guide with some edits in it, gone after the test. */
export function guideFolder(...edits: readonly Edit[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync("data/guide/en", folder, { recursive: true });
  for (const edit of edits) {
    const file = path.join(folder, edit.file);
    const before = readFileSync(file, "utf8");
    writeFileSync(
      file,
      "text" in edit ? edit.text(before) : JSON.stringify(changed(JSON.parse(before), edit.json)),
    );
  }
  return folder;
}

/** Gives the value back, or the same value after a change in place. */
function changed(content: unknown, change: (content: never) => unknown): unknown {
  const made = change(content as never);
  return made === undefined ? content : made;
}
