// Compiles the desk and the bench, and runs the bench: `npm run bench`, or `npm run bench -- quick`.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";

const project = path.join(import.meta.dirname, "..");
const parts = ["connector", "door", "driver", "history", "ordinary", "successor"];
const run = (command, ...args) =>
  spawnSync(command, args, { cwd: project, stdio: "inherit", shell: process.platform === "win32" }).status ??
  1;

await build({
  absWorkingDir: project,
  entryPoints: ["bench/main.ts", "bench/witness.ts", ...parts.map((part) => `bench/${part}/main.ts`)],
  outdir: "dist/bench",
  outbase: "bench",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
process.exitCode =
  run("npm", "run", "-s", "build") || run(process.execPath, "dist/bench/main.mjs", ...process.argv.slice(2));
