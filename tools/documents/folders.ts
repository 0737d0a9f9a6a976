import { readdirSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";

/** The folders whose owners the map names, with all that is in them. */
const ROOTS = ["src", "dialogs", "tools"];

/** Lists the folders that hold files, as paths that end in a slash. */
function foldersBelow(folder: string): string[] {
  const entries = readdirSync(path.join(projectFolder, folder), { withFileTypes: true });
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersBelow(`${folder}/${name}`));
  return [...(entries.some((entry) => entry.isFile()) ? [`${folder}/`] : []), ...inner];
}

const SHORTEST_SENTENCE = 10;

/** Says which folders the map does not explain, and which it names that are not there. */
export function mapFaults(map: string): string[] {
  const owners = new Map(
    [...map.matchAll(/^\| `([\w./-]+\/)` \| (.+) \|$/gm)].map(([, folder = "", owns = ""]) => [folder, owns]),
  );
  const there = ROOTS.flatMap(foldersBelow).filter((folder) => folder !== "src/");
  const named = [...owners.keys()].filter((folder) => ROOTS.includes(folder.split("/")[0] ?? ""));
  return [
    ...there
      .filter((folder) => (owners.get(folder)?.length ?? 0) < SHORTEST_SENTENCE)
      .map((folder) => `docs/architecture/README.md: say what ${folder} owns`),
    ...named
      .filter((folder) => !there.includes(folder))
      .map((folder) => `docs/architecture/README.md: ${folder} is not there`),
  ];
}
