import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** A text and the topic that a person would file it under. */
export interface Example {
  text: string;
  topic: string;
}

/** The labelled examples of a language: `<topic>.txt` or `<topic>.<theme>.txt`, one text a line; empty lines are skipped. */
export async function readExamples(folder: string): Promise<Example[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  return files.flatMap((name, index) =>
    (texts[index] ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((text) => ({ text, topic: name.slice(0, name.indexOf(".")) })),
  );
}
