import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "../../../src/runtime/paths.ts";
import { spawn } from "../../own/spawn.ts";

/** The desk as it is run, in a process of its own with data of its own. */
export interface DeskProcess {
  port: number;
  url: string;
  /** makes the owner's account */
  ownerLink: string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Comes back on the same port with what it kept. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

interface Running {
  child: ChildProcess;
  said: string;
}

async function run(folder: string, port: number): Promise<Running> {
  const env = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: folder,
    LOG_LEVEL: "silent",
  };
  const child = spawn(process.execPath, ["dist/main.js"], { cwd: projectFolder, env });
  let said = "";
  child.stderr.on("data", (text) => process.stderr.write(text));
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the desk ended with ${code} before it was ready`)));
    child.stdout.on("data", (text) => {
      said += text;
      if (/^Exit Desk ready [^\n]*\n/m.test(said)) resolve();
    });
  });
  return { child, said };
}

/** Starts a desk on a port of its own; `fill` may put something into its data before. */
export async function startDeskProcess(fill?: (folder: string) => Promise<void>): Promise<DeskProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-console-"));
  await fill?.(folder);
  let running = await run(folder, 0);
  const url = /ready (\S+)\//.exec(running.said)?.[1] ?? "";
  const desk: DeskProcess = {
    url,
    port: Number(new URL(url).port),
    ownerLink: /^Owner link: (\S+)$/m.exec(running.said)?.[1] ?? "",
    stop: () =>
      new Promise((resolve) => {
        if (running.child.exitCode !== null) return resolve();
        running.child.once("exit", () => resolve());
        running.child.kill("SIGTERM");
      }),
    start: async () => {
      running = await run(folder, desk.port);
    },
    remove: async () => {
      await desk.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}
