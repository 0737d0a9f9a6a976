import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { BuiltFile } from "../widget/built.ts";

/** The names of the built files: where the console begins, its styles, and everything there is. */
const Manifest = z.strictObject({
  entry: z.string(),
  styles: z.array(z.string()),
  files: z.array(z.string()),
});

/** The built console. */
export interface BuiltConsole {
  entry: string;
  styles: string[];
  files: BuiltFile[];
}

/** Reads what `scripts/build-console.mjs` made. Throws an error that names the folder when that has not been run. */
export function readBuiltConsole(folder: string): BuiltConsole {
  let text: string;
  try {
    text = readFileSync(path.join(folder, "manifest.json"), "utf8");
  } catch (cause) {
    throw new Error(`${folder} holds no built console; run: node scripts/build-console.mjs`, { cause });
  }
  const { entry, styles, files } = Manifest.parse(JSON.parse(text));
  const read = (name: string): BuiltFile => ({
    name,
    body: readFileSync(path.join(folder, name)),
    brotli: readFileSync(path.join(folder, `${name}.br`)),
  });
  return { entry, styles, files: files.map(read) };
}
