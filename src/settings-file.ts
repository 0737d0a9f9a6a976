import { readFileSync } from "node:fs";
import type { z } from "zod";

/** Thrown for a settings file that cannot be used; names the file and the key. */
export class SettingsError extends Error {
  readonly code = "settings";
}

/** Reads a JSON file that an owner edits, or throws a SettingsError. */
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
