import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** A text and the topic that a person would file it under. */
export interface Example {
  text: string;
  topic: string;
  /** what sort of wording it is: `everyday`, or written to be hard to tell */
  theme: string;
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
      .map((text) => ({ text, ...named(name) })),
  );
}

function named(file: string): { topic: string; theme: string } {
  const [topic = "", theme = ""] = file.slice(0, -".txt".length).split(".");
  return { topic, theme };
}
