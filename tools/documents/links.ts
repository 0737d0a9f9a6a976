import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";
import { anchorsOf, linksOf, pages, proseOf, textOf } from "./pages.ts";

const README_BYTES = 6 * 1024;

const isThere = (file: string): boolean => existsSync(path.join(projectFolder, file));

/** Returns the fault of a link, or null. */
export function linkFault(page: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) {
    const outside = URL.canParse(target) ? new URL(target) : null;
    return outside?.protocol === "https:" && outside.username === "" ? null : `${target} is no https address`;
  }
  const [file = "", anchor] = target.split("#");
  const to = file === "" ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
  if (to.startsWith("..") || !isThere(to)) return `${target} is not there`;
  if (anchor === undefined) return null;
  const isFile = statSync(path.join(projectFolder, to)).isFile();
  return isFile && anchorsOf(to).includes(anchor) ? null : `${target} has no such heading`;
}

/** Returns the pages that are linked from the README, directly or indirectly. */
function reachedPages(): Set<string> {
  const reached = new Set(["README.md"]);
  for (const from of reached)
    for (const target of linksOf(from)) {
      const [file = ""] = target.split("#");
      const to = path.posix.join(path.posix.dirname(from), file);
      if (file.endsWith(".md") && pages.includes(to)) reached.add(to);
    }
  return reached;
}

const FOLDERS = "src|dialogs|tools|data|test|bench|scripts|deploy|examples|docs";
const NAMED = new RegExp(`\`((?:${FOLDERS})/[\\w./-]*)\``, "g");
/** Files that a run generates, or that only an earlier version had. */
const MADE =
  /^(data\/store|bench\/results-attack\.md|deploy\/(SCALING|SUCCESSOR)\.md|data\/utterances\/en\/model\.bin)/;
const MACHINE = /\/work\/|\/root\/|\/home\/\w|registry\.npmjs\.org|\/tmp\//;

/** Returns the files that a page names and that do not exist. */
export const missingFiles = (text: string): string[] =>
  [...text.matchAll(NAMED)].map(([, file = ""]) => file).filter((file) => !MADE.test(file) && !isThere(file));

/** Returns the faults of all pages: links, file names and the size of the README. */
export function pageFaults(): string[] {
  const bytes = Buffer.byteLength(textOf("README.md"));
  const reached = reachedPages();
  const size = bytes > README_BYTES ? [`README.md: has ${bytes} bytes, and takes ${README_BYTES}`] : [];
  return [
    ...size,
    ...pages.flatMap((page) =>
      [
        ...linksOf(page).flatMap((target) => linkFault(page, target) ?? []),
        ...missingFiles(proseOf(page)).map((file) => `${file} is not there`),
        ...(reached.has(page) ? [] : ["is not reached from the README"]),
        ...(MACHINE.test(textOf(page)) ? ["names a folder of a machine or a registry"] : []),
      ].map((fault) => `${page}: ${fault}`),
    ),
  ];
}
