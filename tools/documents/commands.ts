import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";
import { notRun } from "./not-run.ts";
import { type Block, blocksOf, pages } from "./pages.ts";

const SHELL = /^(sh|bash|shell|console)\b/;

const shellBlocks: Block[] = pages.flatMap(blocksOf).filter(({ info }) => SHELL.test(info));

/** Shell blocks that run as they stand, marked `sh run`. */
export const runnable: Block[] = shellBlocks.filter(({ info }) => info === "sh run");

const isRunnable = ({ info }: Block): boolean => info === "sh run";

/** Returns faults: unlisted shell blocks, stale list entries and unknown scripts. */
export function commandFaults(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const isListed = ({ page, text }: Block): boolean =>
    notRun.some((entry) => entry.page === page && text.startsWith(entry.begins));
  const unlisted = shellBlocks.filter((block) => !isRunnable(block) && !isListed(block));
  const stale = notRun.filter(
    ({ page, begins }) =>
      !shellBlocks.some(
        (block) => block.page === page && block.text.startsWith(begins) && !isRunnable(block),
      ),
  );
  const unknown = shellBlocks.flatMap(({ page, text }) =>
    [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)]
      .filter(([, name = ""]) => !(name in scripts))
      .map(([, name]) => `${page}: there is no script ${name}`),
  );
  return [
    ...unlisted.map(
      ({ page, text }) => `${page}: mark as "sh run", or list with a reason: ${text.split("\n")[0]}`,
    ),
    ...stale.map(({ page, begins }) => `tools/documents/not-run.ts: ${page} has no block "${begins}"`),
    ...unknown,
  ];
}
