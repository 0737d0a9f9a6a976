import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The paths of all files in a folder and the folders in it, relative to `root`; none when there is no such folder. */
export async function* filesBelow(root: string, folder = ""): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    (error: { code?: string }) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}
