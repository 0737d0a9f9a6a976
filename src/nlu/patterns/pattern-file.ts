import { DataFileError, readTextFile } from "../../runtime/data-file.ts";
import { PatternError, type WordClasses } from "./pattern.ts";

/** The lines of a file that are neither empty nor comments. Throws a DataFileError. */
export async function readLines(file: string): Promise<string[]> {
  return (await readTextFile(file))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Reads a file of lines "name: member, member" of words. */
export async function readClasses(file: string): Promise<WordClasses> {
  return new Map((await readLines(file)).map(classOf));
}

function classOf(line: string): [string, string[]] {
  const [name = "", members = ""] = line.split(":");
  return [name.trim(), members.split(",").map((member) => member.trim())];
}

/** Does something with the patterns of a file; an error about one of them then names the file. */
export function naming<T>(file: string, compile: () => T): T {
  try {
    return compile();
  } catch (cause) {
    if (cause instanceof PatternError) throw new DataFileError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}
