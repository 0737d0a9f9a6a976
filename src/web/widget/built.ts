import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** The names of the built files: what the host page loads, where the frame begins, and what it needs for a talk. */
const Manifest = z.strictObject({
  loader: z.string(),
  types: z.string(),
  frame: z.string(),
  chat: z.array(z.string()),
  files: z.array(z.string()),
});

/** A built file, as it is and compressed with brotli. */
export interface BuiltFile {
  name: string;
  body: Buffer;
  brotli: Buffer;
}

/** The built widget. */
export interface Built {
  loader: BuiltFile;
  types: BuiltFile;
  frame: string;
  chat: string[];
  files: BuiltFile[];
}

/** Reads what `scripts/build-widget.mjs` made. Throws an error that names the folder when that has not been run. */
export function readBuilt(folder: string): Built {
  let text: string;
  try {
    text = readFileSync(path.join(folder, "manifest.json"), "utf8");
  } catch (cause) {
    throw new Error(`${folder} holds no built widget; run: node scripts/build-widget.mjs`, { cause });
  }
  const { loader, types, frame, chat, files } = Manifest.parse(JSON.parse(text));
  const read = (name: string): BuiltFile => ({
    name,
    body: readFileSync(path.join(folder, name)),
    brotli: readFileSync(path.join(folder, `${name}.br`)),
  });
  return { loader: read(loader), types: read(types), frame, chat, files: files.map(read) };
}
