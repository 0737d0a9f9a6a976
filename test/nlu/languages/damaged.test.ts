import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadLanguages } from "../../../src/nlu/languages/language.ts";
import { DataFileError } from "../../../src/runtime/data-file.ts";
import { dataCopy, type Edits, json } from "../../data-copy.ts";

interface Scripts {
  scripts: { script: string; languages: string[] }[];
}

const refusal = async (folder: string): Promise<DataFileError> => {
  const error = await loadLanguages(folder, []).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataFileError);
  return error as DataFileError;
};

test.each<[string, Edits, RegExp]>([
  [
    "a script without languages",
    {
      "languages/scripts.json": json<Scripts>(({ scripts: [first] }) => ({
        scripts: [{ ...first, languages: [] }],
      })),
    },
    /scripts\.json, scripts\[0\]\.languages: Too small/,
  ],
  [
    "a script that is none",
    { "languages/scripts.json": (text) => text.replace("Hangul", "Klingon") },
    /scripts\.json, scripts\[2\]\.script: not a script of Unicode$/,
  ],
  [
    "a language of a shared script without a folder",
    { "languages/scripts.json": (text) => text.replace('"ru", "uk"', '"ru", "kk"') },
    /scripts\.json, scripts\[4\]\.languages\[1\]: there is no folder "kk" beside this file$/,
  ],
])("%s is refused by file and key", async (_, edits, message) => {
  expect((await refusal(dataCopy(edits)("languages"))).message).toMatch(message);
});

test.each([
  ["scripts.json", /scripts\.json: the file is missing$/],
  ["shared.txt", /shared\.txt: the file is missing$/],
  ["borrowed.txt", /borrowed\.txt: the file is missing$/],
  ["en", /languages\/en: the folder is missing$/],
  ["fa", /scripts\.json, scripts\[5\]\.languages\[1\]: there is no folder "fa" beside this file$/],
  [".", /languages: the folder is missing$/],
])("what is missing is named: %s", async (name, message) => {
  const at = dataCopy();
  rmSync(at("languages", name === "." ? "" : name), { recursive: true });
  expect((await refusal(at("languages"))).message).toMatch(message);
});

test("an empty language, and bytes that are no text, are named by their place", async () => {
  const at = dataCopy();
  for (const name of ["texts.txt", "words.txt"]) writeFileSync(at("languages/de", name), "# nothing\n");
  expect((await refusal(at("languages"))).message).toMatch(/languages\/de: the folder has no texts/);
  writeFileSync(at("languages/de/texts.txt"), Buffer.from([0x67, 0xfc, 0x6e]));
  expect((await refusal(at("languages"))).message).toMatch(/de\/texts\.txt: the file is not UTF-8$/);
});

test("a borrowed phrase is taken as it is written, whatever signs it has", async () => {
  const find = await loadLanguages(
    dataCopy({ "languages/borrowed.txt": (text) => `${text}\nque sera (sera\n` })("languages"),
    [],
  );
  expect(find("que sera (sera")).toBeNull();
});
