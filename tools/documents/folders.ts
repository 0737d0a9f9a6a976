import { readdirSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";

/** Folders that the map must describe, with all subfolders. */
const ROOTS = ["src", "dialogs", "tools"];

/** Lists the folders that contain files, as paths with a trailing slash. */
function foldersBelow(folder: string): string[] {
  const entries = readdirSync(path.join(projectFolder, folder), { withFileTypes: true });
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersBelow(`${folder}/${name}`));
  return [...(entries.some((entry) => entry.isFile()) ? [`${folder}/`] : []), ...inner];
}

const SHORTEST_SENTENCE = 10;

/** Returns faults: folders that the map does not describe, and unknown ones that it names. */
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
