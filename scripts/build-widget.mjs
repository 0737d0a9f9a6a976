import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { build } from "esbuild";
import { englishOnly } from "./english-only.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const source = path.join(root, "src/web/widget");
const target = path.join(root, "dist/widget");
const compress = promisify(brotliCompress);

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  write: false,
  metafile: true,
  outdir: target,
  legalComments: "linked",
  loader: { ".css": "text" },
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"', "process.env.node_env": '"production"' },
  logLevel: "warning",
};

// react-scroll-to-bottom makes styles without the page's nonce
const nonced = {
  name: "nonced",
  setup(build) {
    build.onResolve({ filter: /^@emotion\/css\/create-instance$/ }, ({ importer }) =>
      importer.includes("react-scroll-to-bottom")
        ? { path: path.join(source, "frame/chat/emotion-with-nonce.ts") }
        : undefined,
    );
  },
};

const loader = await build({
  ...shared,
  format: "iife",
  entryPoints: [{ in: path.join(source, "loader/widget.ts"), out: "widget" }],
});
const frame = await build({
  ...shared,
  plugins: [nonced, englishOnly],
  splitting: true,
  entryPoints: [{ in: path.join(source, "frame/frame.ts"), out: "frame" }],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
});

const isScript = (file) => file.endsWith(".js");
const outputs = Object.entries(frame.metafile.outputs)
  .filter(([file]) => isScript(file))
  .map(([file, output]) => ({
    name: path.basename(file),
    entry: output.entryPoint ?? "",
    imports: output.imports
      .filter(({ kind }) => kind === "import-statement")
      .map(({ path: file }) => path.basename(file)),
  }));
const named = new Map(outputs.map((output) => [output.name, output]));
const withImports = (name) => [name, ...(named.get(name)?.imports ?? []).flatMap(withImports)];
const begins = (entry) => outputs.find((output) => output.entry.endsWith(entry)).name;
const frameName = begins("frame/frame.ts");
const types = {
  path: path.join(target, "widget.d.ts"),
  contents: readFileSync(path.join(source, "loader/api.ts")),
};
const manifest = {
  loader: "widget.js",
  types: "widget.d.ts",
  frame: frameName,
  chat: [...new Set(withImports(begins("chat/open.tsx")))].filter((name) => name !== frameName),
  files: frame.outputFiles.map(({ path: file }) => path.basename(file)),
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await Promise.all(
  [...loader.outputFiles, ...frame.outputFiles, types].map(async ({ path: file, contents }) => {
    const packed = await compress(contents, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
    });
    writeFileSync(file, contents);
    writeFileSync(`${file}.br`, packed);
  }),
);
writeFileSync(path.join(target, "manifest.json"), JSON.stringify(manifest));
