import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { textOf } from "./pages.ts";

/** The folders of our code that hold files, as paths that end in a slash. */
function foldersBelow(folder: string): string[] {
  const entries = readdirSync(path.join(projectFolder, folder), { withFileTypes: true });
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersBelow(`${folder}/${name}`));
  return [...(entries.some((entry) => entry.isFile()) ? [`${folder}/`] : []), ...inner];
}

const owners = new Map(
  [...textOf("docs/architecture/README.md").matchAll(/^\| `([\w./-]+\/)` \| (.+) \|$/gm)].map(
    ([, folder = "", sentence = ""]) => [folder, sentence],
  ),
);

test.each(["src", "dialogs", "tools"].flatMap(foldersBelow).filter((folder) => folder !== "src/"))(
  "the map says what %s owns",
  (folder) => {
    expect(owners.get(folder)?.length ?? 0).toBeGreaterThan(10);
  },
);

test("the map names no folder that is not there", () => {
  const there = ["src", "dialogs", "tools"].flatMap(foldersBelow);
  const named = [...owners.keys()].filter((folder) => /^(src|dialogs|tools)\//.test(folder));
  expect(named.filter((folder) => !there.includes(folder))).toEqual([]);
});
