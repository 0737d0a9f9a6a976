import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

function upwards(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder)
    throw new Error("no package.json above the program: run it from the project it belongs to");
  return upwards(parent);
}

/** The folder of package.json, data/ and dist/, wherever the program is started from. */
export const projectFolder = upwards(path.dirname(fileURLToPath(import.meta.url)));

/** Returns a path inside the project's data folder. */
export const dataPath = (...parts: string[]): string => path.join(projectFolder, "data", ...parts);
