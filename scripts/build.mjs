// Builds what runs in Node: src/main.ts and each command of src/cli/ and tools/ into dist/, sharing their common parts. The SDK is
// built in: node would otherwise look up and read some thousand small files at each start, a third of its CPU.
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const commands = (folder) => readdirSync(folder).filter((name) => name.endsWith(".ts"));
const entryPoints = [
  { in: "src/main.ts", out: "main" },
  ...commands("src/cli").map((name) => ({ in: `src/cli/${name}`, out: `cli/${name.slice(0, -3)}` })),
  ...commands("tools").map((name) => ({ in: `tools/${name}`, out: `tools/${name.slice(0, -3)}` })),
];

/** What the SDK's CommonJS files expect of their surroundings, in an ES module. */
const surroundings = `
import { createRequire as createRequireHere } from "node:module";
import { fileURLToPath as pathOfUrl } from "node:url";
const require = createRequireHere(import.meta.url);
globalThis.__filename = pathOfUrl(import.meta.url);
globalThis.__dirname = pathOfUrl(new URL(".", import.meta.url));
`;

const { metafile } = await build({
  entryPoints,
  outdir: "dist",
  bundle: true,
  splitting: true,
  banner: { js: surroundings },
  // restify and pino find files of their own beside them; the recognizers are loaded by name in a worker; tools alone use vite
  external: ["restify", "pino", "@microsoft/recognizers-text-suite", "vite"],
  // its file for CommonJS loads others in a way that no bundler follows
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "linked",
  logLevel: "error",
  metafile: true,
});
for (const folder of ["dist", "dist/cli", "dist/tools"]) {
  const left = readdirSync(folder).filter(
    (name) => /\.js(\.map)?$/.test(name) && !(`${folder}/${name}` in metafile.outputs),
  );
  for (const name of left) rmSync(`${folder}/${name}`);
}
