import { readFileSync } from "node:fs";
import { z } from "zod";

/** What an owner sets in data/desk.json. */
export const DeskSettings = z.strictObject({
  /** after this many hours of silence people are welcomed back */
  welcomeBackHours: z.number().positive(),
});
export type DeskSettings = z.infer<typeof DeskSettings>;

/** Thrown for a settings file that cannot be used; names the file and the key. */
export class SettingsError extends Error {
  readonly code = "settings";
}

/** Reads data/desk.json, or throws a SettingsError. */
export function loadSettings(file: string): DeskSettings {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new SettingsError(`${file}: ${(cause as Error).message}`, { cause });
  }
  const parsed = DeskSettings.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SettingsError(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}
