import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../../runtime/json-file.ts";
import type { PolarityWords } from "../answers/polarity.ts";

const Text = z.string().trim().min(1);
/** A text, or the name of a list after @. */
const Texts = z.array(Text).min(1);
const Lists = z.record(z.string(), Texts);
const Words = z.array(z.string().trim().min(1));
const Polarity = z.strictObject({
  leading: Words,
  negators: Words,
  absences: Words,
  leadIns: Words,
  exceptions: Words,
  joints: Words,
  fillers: Words,
  questions: Words,
});

const DialogFile = z.record(
  z.string(),
  z.strictObject({
    /** topics of which sentences may well answer here */
    about: z.array(z.string()).optional(),
    options: z.record(z.string(), Texts),
  }),
);

/** The example answers of one place. */
export interface PlaceExamples {
  about: readonly string[];
  /** option -> its examples */
  options: ReadonlyMap<string, readonly string[]>;
}

export interface OptionData {
  /** `dialog.step` -> examples */
  places: ReadonlyMap<string, PlaceExamples>;
  polarity: PolarityWords;
  /** what people say anywhere without answering: the desk is asked, told to wait, or sworn at */
  beside: readonly string[];
}

const LISTS = "lists.json";
const POLARITY = "polarity.json";
const BESIDE = "beside.json";

/** Reads the example answers of a language: a file a dialog, and lists that several options share. */
export async function readOptionExamples(folder: string): Promise<OptionData> {
  const lists = await readJsonFile(Lists, path.join(folder, LISTS));
  const polarity = await readJsonFile(Polarity, path.join(folder, POLARITY));
  const files = (await readdir(folder))
    .filter((name) => name.endsWith(".json") && name !== LISTS && name !== POLARITY && name !== BESIDE)
    .sort();
  const places = new Map<string, PlaceExamples>();
  for (const file of files) {
    const steps = await readJsonFile(DialogFile, path.join(folder, file));
    for (const [step, { about = [], options }] of Object.entries(steps)) {
      const written = Object.entries(options).map(
        ([option, texts]) => [option, [...new Set(spelledOut(texts, lists))]] as const,
      );
      places.set(`${file.slice(0, -".json".length)}.${step}`, { about, options: new Map(written) });
    }
  }
  return { places, polarity, beside: await readJsonFile(Texts, path.join(folder, BESIDE)) };
}

const MOST_DEEP = 3;

function spelledOut(texts: readonly string[], lists: z.infer<typeof Lists>, depth = 0): string[] {
  return texts.flatMap((text) => {
    if (!text.startsWith("@")) return [text];
    const list = lists[text.slice(1)];
    if (list === undefined || depth > MOST_DEEP) throw new Error(`${LISTS} has no list ${text.slice(1)}`);
    return spelledOut(list, lists, depth + 1);
  });
}
