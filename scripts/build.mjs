// Builds what runs in Node: src/main.ts and each command of src/cli/ into dist/, sharing their common parts.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const commands = readdirSync("src/cli").filter((name) => name.endsWith(".ts"));

await build({
  entryPoints: ["src/main.ts", ...commands.map((name) => `src/cli/${name}`)],
  outdir: "dist",
  outbase: "src",
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
});
