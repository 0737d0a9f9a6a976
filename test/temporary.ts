import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeAfterwards } from "./own/spawn.ts";

/** Gives all tests of a run one temporary folder of their own, which goes with the run. Others may only go through it. */
export default function temporary(): void {
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-tests-"));
  removeAfterwards(folder);
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
}
