import { execFileSync } from "node:child_process";
import { projectFolder } from "../src/runtime/paths.ts";

/** Builds dist/ once before any test, so that tests that start processes never run an old build. */
export default function build(): void {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: projectFolder, stdio: "inherit" });
}
