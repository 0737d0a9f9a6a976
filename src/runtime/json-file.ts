import { readFileSync } from "node:fs";
import type { z } from "zod";
import { DataFileError, readTextFile } from "./data-file.ts";
import { jsonFault, placeOf, reasonIn } from "./json-fault.ts";

/** Reads and validates a JSON file that an owner edits. Throws a DataFileError. */
export function readSettingsFile<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new DataFileError(`${file}: ${(cause as Error).message}`, { cause });
  }
  return parseJson(file, text, schema, ({ path, message }) => `${path.join(".") || "top"}: ${message}`);
}

/** Reads and validates a JSON file. Throws a DataFileError. */
export async function readJsonFile<S extends z.ZodType>(schema: S, file: string): Promise<z.infer<S>> {
  const text = await readTextFile(file);
  return parseJson(
    file,
    text,
    schema,
    ({ path, message }) => `${placeOf(path) || "top"}: ${reasonIn(message)}`,
  );
}

type Issue = z.ZodError["issues"][number];

function parseJson<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  describe: (issue: Issue) => string,
): z.infer<S> {
  const fault = jsonFault(text);
  if (fault) throw new DataFileError(`${file}, line ${fault.line} column ${fault.column}: ${fault.reason}`);
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new DataFileError(`${file}, ${parsed.error.issues.slice(0, 1).map(describe).join("")}`);
}
