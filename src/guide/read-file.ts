import { existsSync, readFileSync } from "node:fs";
import type { z } from "zod";
import type { Problem } from "./error.ts";
import { jsonFault } from "./json-fault.ts";

/** `[2].check.question`, as an editor would look for it. */
export const placeOf = (keys: readonly PropertyKey[]): string =>
  keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");

/** What a file holds, or everything that is wrong with it. */
export function readFile<T>(file: string, schema: z.ZodType<T>): { data: T } | { problems: Problem[] } {
  if (!existsSync(file)) return { problems: [{ file, place: "", reason: "the file is missing" }] };
  const json = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const fault = jsonFault(json);
  if (fault) {
    return { problems: [{ file, place: `line ${fault.line} column ${fault.column}`, reason: fault.reason }] };
  }
  const parsed = schema.safeParse(JSON.parse(json));
  if (parsed.success) return { data: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    file,
    place: placeOf(path),
    reason: message.replace(/^Invalid (input|string): /, ""),
  }));
  return { problems };
}
