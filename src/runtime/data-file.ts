import { isUtf8 } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";

/** Thrown for a data file that is missing or damaged. The message names the file and the place in it. */
export class DataFileError extends Error {
  readonly code = "data-file";
}

/** Reads a text file in UTF-8. Throws a DataFileError. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw missing(file, "file", cause);
  });
  if (!isUtf8(bytes)) throw new DataFileError(`${file}: the file is not UTF-8`);
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

/** Lists the folders in a folder, in the order of their names. Throws a DataFileError. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw missing(folder, "folder", cause);
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

const missing = (path: string, kind: "file" | "folder", cause: NodeJS.ErrnoException): DataFileError =>
  new DataFileError(
    cause.code === "ENOENT"
      ? `${path}: the ${kind} is missing`
      : `${path}: the ${kind} cannot be read (${cause.code})`,
    { cause },
  );
