// Takes the pictures of the README from the demo, in the browser of the tests: `npm run pictures` after a build.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";

const project = path.join(import.meta.dirname, "..");
await build({
  absWorkingDir: project,
  entryPoints: ["tools/demo/pictures.ts"],
  outfile: "dist/pictures/pictures.mjs",
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
const { status } = spawnSync(process.execPath, ["dist/pictures/pictures.mjs"], {
  cwd: project,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
