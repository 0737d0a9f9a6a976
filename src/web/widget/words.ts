import { readFileSync } from "node:fs";
import { z } from "zod";

/** The sentences of a page, by key. */
export type Words = Record<string, string>;

const Words = z.record(z.string(), z.string().trim().min(1));

/** Reads the sentences of a page. Throws an error that names the file and the key. */
export function readWords(file: string): Words {
  const parsed = Words.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Makes a text safe inside an element or a quoted attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
