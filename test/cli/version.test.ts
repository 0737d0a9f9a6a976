import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectCopy, storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

/** A built project whose package.json names another version. */
function projectOf(version: string): string {
  const project = projectCopy();
  const file = path.join(project, "package.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version }));
  return project;
}

test("a command tells the version of package.json, without a desk that runs and whatever the environment says", async () => {
  const env = { DATA_DIR: storeFolder(), PORT: "nineteen" };
  const told = { code: 0, stderr: "", stdout: '{"version":"3.1.4"}\n' };
  expect(await run("cli/desk.js", { project: projectOf("3.1.4"), args: ["version"], env })).toEqual(told);
});

test("the log's first line and /readyz?verbose tell it", async () => {
  const desk = await startDesk(storeFolder(), projectOf("3.1.4"));
  const [first = ""] = desk.output().split("\n");
  expect(JSON.parse(first)).toMatchObject({ level: 30, msg: "desk starting", version: "3.1.4" });
  const ready = await (await fetch(`${desk.url}/readyz?verbose`)).json();
  expect(ready).toMatchObject({ status: "ready", version: "3.1.4" });
  expect(await (await fetch(`${desk.url}/readyz`)).json()).toEqual({ status: "ready" });
});
