import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** Texts with their accepted topics. */
export type Checks = readonly { text: string; accept: readonly string[] }[];

const Line = z.object({
  text: z.string(),
  label: z.string().optional(),
  accept: z.array(z.string()).optional(),
});

/** Reads `{text, label}` or `{text, accept}` lines. */
export async function checksIn(file: string): Promise<Checks> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { text, label, accept } = Line.parse(JSON.parse(line));
    return { text, accept: accept ?? (label === undefined ? [] : [label]) };
  });
}

/** Reads all check sets of a folder, by name. */
export async function checkSetsIn(folder: string): Promise<{ name: string; checks: Checks }[]> {
  const files = (await readdir(folder)).sort();
  return await Promise.all(
    files.map(async (file) => ({
      name: path.basename(file, ".jsonl"),
      checks: await checksIn(path.join(folder, file)),
    })),
  );
}
