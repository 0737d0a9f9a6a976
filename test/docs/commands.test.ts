import { once } from "node:events";
import { cpSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { runnable } from "../../tools/documents/commands.ts";
import { projectCopy } from "../cli/project.ts";
import { environment } from "../cli/run.ts";
import { spawn } from "../own/spawn.ts";

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
