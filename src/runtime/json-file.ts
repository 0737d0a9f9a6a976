import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";

/** Thrown for an invalid settings file. Names the file and the key. */
class SettingsError extends Error {
  readonly code = "settings";
}

/** Reads and validates a JSON file that an owner edits. Throws a SettingsError. */
export function readSettingsFile<T>(file: string, schema: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new SettingsError(`${file}: ${(cause as Error).message}`, { cause });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SettingsError(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}

/** Reads and validates a JSON file. Throws an error that names the file and the place. */
export async function readJsonFile<S extends z.ZodType>(schema: S, file: string): Promise<z.infer<S>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new Error(`${file}: cannot be read as JSON`, { cause });
  }
  const result = schema.safeParse(json);
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}
