import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Makes a program that plain Node can run, in a folder of its own, and gives its path. */
export async function bundle(source: URL): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), "store-program-")), "program.mjs");
  await build({
    entryPoints: [source.pathname],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return outfile;
}
