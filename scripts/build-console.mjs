import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { build } from "vite";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const target = path.join(root, "dist/console");
const compress = promisify(brotliCompress);

const { output } = await build({
  configFile: false,
  root: path.join(root, "src/web/console/app"),
  logLevel: "error",
  build: {
    outDir: target,
    emptyOutDir: true,
    target: "es2023",
    license: { fileName: "licences.md" },
    assetsDir: "",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: path.join(root, "src/web/console/app/main.tsx") },
  },
});

const entry = output.find((file) => file.type === "chunk" && file.isEntry);
const files = output.map(({ fileName }) => fileName);
const manifest = { entry: entry.fileName, styles: files.filter((name) => name.endsWith(".css")), files };

await Promise.all(
  files.map(async (name) => {
    const contents = readFileSync(path.join(target, name));
    const packed = await compress(contents, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
    });
    writeFileSync(path.join(target, `${name}.br`), packed);
  }),
);
writeFileSync(path.join(target, "manifest.json"), JSON.stringify(manifest));
