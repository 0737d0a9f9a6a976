import { readFile } from "node:fs/promises";
import { z } from "zod";

/** The value in a JSON file, checked. A broken file is an error that names it and the place. */
export async function parsed<S extends z.ZodType>(schema: S, file: string): Promise<z.infer<S>> {
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
