// Compiles the desk and the bench, and runs the bench: `npm run bench`, or `npm run bench -- quick`; `npm run attack`.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";

const project = path.join(import.meta.dirname, "..");
const parts = ["connector", "door", "driver", "history", "ordinary", "successor"];
const [asked, ...rest] = process.argv.slice(2);
const run = (command, ...args) =>
  spawnSync(command, args, { cwd: project, stdio: "inherit", shell: process.platform === "win32" }).status ??
  1;

await build({
  absWorkingDir: project,
  entryPoints: [
    "bench/main.ts",
    "bench/attack/main.ts",
    "bench/witness.ts",
    ...parts.map((part) => `bench/${part}/main.ts`),
  ],
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
// attackers need neither a new topic model nor new browser code
process.exitCode =
  asked === "attack"
    ? run(process.execPath, "scripts/build.mjs") ||
      run(process.execPath, "dist/bench/attack/main.mjs", ...rest)
    : run("npm", "run", "-s", "build") ||
      run(process.execPath, "dist/bench/main.mjs", ...process.argv.slice(2));
