import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { isAlive } from "../alive.ts";
import { removeAfterwards, spawn } from "./spawn.ts";

const patience = { timeout: 200_000, interval: 50 };

/** The processes that one has started, and those that they have, with what runs in each. */
function startedBy(pid: number): Map<number, string> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // has ended meanwhile
    }
  const found = new Map<number, string>();
  const add = (parent: number): void => {
    for (const [child, its] of parents) {
      if (its !== parent || found.has(child)) continue;
      found.set(child, readFileSync(`/proc/${child}/cmdline`, "utf8").replaceAll("\0", " "));
      add(child);
    }
  };
  add(pid);
  return found;
}

test.runIf(process.platform === "linux").each([
  ["throws", undefined],
  ["hangs, and whose worker is killed,", "worker"],
  ["hangs, and whose run is killed,", "run"],
] as const)(
  "a set-up that %s leaves none of its desks, servers and browsers, and no temporary folder",
  async (_, killed) => {
    const folder = mkdtempSync(path.join(tmpdir(), "own-"));
    removeAfterwards(folder);
    const noted = path.join(folder, "noted");
    writeFileSync(noted, "");
    const run = spawn(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", "run", "--config", "test/own/unfinished.config.ts"],
      {
        cwd: projectFolder,
        env: {
          PATH: process.env["PATH"],
          TMPDIR: folder,
          NOTED: noted,
          WAY: killed === undefined ? "throws" : "hangs",
        },
        stdio: "ignore",
      },
    );
    const ended = once(run, "exit");
    const all = new Map<number, string>();
    await expect
      .poll(
        () => {
          for (const [pid, program] of startedBy(run.pid ?? 0)) all.set(pid, program);
          return readFileSync(noted, "utf8");
        },
        { ...patience, interval: 5 },
      )
      .toContain("all started");
    const worker = Number(/worker (\d+)/.exec(readFileSync(noted, "utf8"))?.[1]);
    for (const program of [/dist\/main\.js/, /bin\/postgres/, /chrom/, /end-with/])
      expect([...all.values()].filter((text) => program.test(text))).not.toEqual([]);
    if (killed === "worker") process.kill(worker, "SIGKILL");
    if (killed === "run") run.kill("SIGKILL");
    const [code] = await ended;
    expect(code).toBe(killed === "run" ? null : 1);
    const left = () => [...all].filter(([pid]) => isAlive(pid));
    await expect.poll(left, patience).toEqual([]);
    const folders = () => readdirSync(folder).filter((name) => name.startsWith("exit-desk-"));
    await expect.poll(folders, patience).toEqual([]);
  },
  480_000,
);
