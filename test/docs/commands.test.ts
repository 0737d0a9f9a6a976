import { once } from "node:events";
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { projectCopy } from "../cli/project.ts";
import { environment } from "../cli/run.ts";
import { spawn } from "../own/spawn.ts";
import { notRun } from "./not-run.ts";
import { type Block, blocksOf, pages } from "./pages.ts";

const SHELL = /^(sh|bash|shell|console)\b/;
const blocks = pages.flatMap(blocksOf).filter(({ info }) => SHELL.test(info));
const runnable = blocks.filter(({ info }) => info === "sh run");

const isListed = ({ page, text }: Block): boolean =>
  notRun.some((entry) => entry.page === page && text.startsWith(entry.begins));

test("every shell block is marked as runnable or stands in the list with a reason", () => {
  const others = blocks.filter((block) => !runnable.includes(block) && !isListed(block));
  expect(others).toEqual([]);
});

test("the list names only blocks that are there and not marked as runnable", () => {
  const stale = notRun.filter(
    ({ page, begins }) =>
      !blocks.some(
        (block) => block.page === page && block.text.startsWith(begins) && !runnable.includes(block),
      ),
  );
  expect(stale).toEqual([]);
});

/** Runs a block as a shell would in a copy of the project. */
async function run(text: string, project: string): Promise<{ code: number | null; output: string }> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", text], {
    cwd: project,
    env: environment({ HOME: project, npm_config_update_notifier: "false" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part) => {
      output += String(part);
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

/** What a reader sees when it went well, besides an end with 0, by how the block begins. */
const shows: Record<string, RegExp> = {
  "printf 'I want to delete my account\\nbad reviews\\nit": /account[\s\S]*review[\s\S]*person/i,
  "npm run -s guide:check": /89 of 89 facts, 35 of 35 nodes/,
  'echo "hide my profile" | npm run -s understand': /"topic":"alt_visibility"/,
  "npm run -s store:backup": /files as of/,
  "npm run -s teams:package": /exit-desk-teams\.zip/,
};

const withBlocks = [...new Set(runnable.map(({ page }) => page))];

test.each(withBlocks)("what %s tells to run does run, in its order", async (page) => {
  const project = projectCopy();
  for (const part of ["data/teams", "deploy", "package-lock.json", "src/store/postgres"])
    cpSync(path.join(projectFolder, part), path.join(project, part), { recursive: true });
  for (const { text } of runnable.filter((block) => block.page === page)) {
    const { code, output } = await run(text, project);
    expect(code, `${text}\n${output}`).toBe(0);
    for (const [begins, shown] of Object.entries(shows))
      if (text.startsWith(begins)) expect(output).toMatch(shown);
  }
});

test("the commands that documents name are scripts of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = blocks.flatMap(({ text }) =>
    [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
