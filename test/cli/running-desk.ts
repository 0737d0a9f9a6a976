import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { onTestFinished } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { spawn } from "../own/spawn.ts";
import { environment } from "./run.ts";

const READY = /Exit Desk ready (https?:\S+)\//;

/** A desk that runs as a process of its own and listens on a free port. */
export interface RunningDesk {
  url: string;
  pid: number;
  /** everything it has printed */
  output(): string;
  /** ends it at once, in the middle of whatever it does */
  kill(): Promise<void>;
  /** ends it as a deploy does, and gives its exit code */
  stop(): Promise<number | null>;
  /** waits until it ends by itself, and gives its exit code */
  gone(): Promise<number | null>;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals | 0): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
  return child.exitCode;
}

async function launch(
  [program, ...args]: readonly [string, ...string[]],
  project: string,
  env: Record<string, string>,
): Promise<RunningDesk> {
  const child = spawn(program, args, {
    cwd: project,
    env: environment({ PORT: "0", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (part: unknown) => {
      output += String(part);
      const found = READY.exec(output);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`the desk ended with ${code}: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    kill: async () => {
      await ended(child, "SIGKILL");
    },
    stop: () => ended(child, "SIGTERM"),
    gone: () => ended(child, 0),
  };
}

/** Starts dist/main.js on a store. */
export const launchDesk = (
  dataDir: string,
  project = projectFolder,
  more: Record<string, string> = {},
): Promise<RunningDesk> =>
  launch([process.execPath, path.join(project, "dist/main.js")], project, { DATA_DIR: dataDir, ...more });

/** Starts dist/main.js on a store; it is ended with the test at the latest. */
export async function startDesk(...given: Parameters<typeof launchDesk>): Promise<RunningDesk> {
  const desk = await launchDesk(...given);
  onTestFinished(desk.kill);
  return desk;
}

/** Runs `npm start`, whose process is the one that is told of; `home` is where npm puts files of its own. */
export const npmStart = (dataDir: string, home: string): Promise<RunningDesk> =>
  launch(["npm", "start"], projectFolder, {
    DATA_DIR: dataDir,
    HOME: home,
    npm_config_update_notifier: "false",
  });
