import { createHash } from "node:crypto";
import { lstatSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runningDesk } from "./call.ts";

/** Thrown when another process has the folder. */
export class DeskRunning extends Error {
  readonly code = "desk-running";
  constructor(
    readonly folder: string,
    readonly pid: number | null,
  ) {
    super(
      pid === null
        ? `another process has ${folder} and does not say which it is; end it, or set DATA_DIR to another folder`
        : `process ${pid} has ${folder}; end it first, or set DATA_DIR to another folder`,
    );
  }
}

/** Runs `listen` when no living process has the folder's socket, after removing what a killed one left. One process at a time. */
export async function takeOver(folder: string, listen: () => Promise<void>): Promise<void> {
  const leave = await enter(folder);
  try {
    const pid = await runningDesk(folder);
    if (pid !== undefined) throw new DeskRunning(folder, pid);
    removeDead(join(folder, "desk.sock"));
    await listen();
  } finally {
    leave();
  }
}

/**
 * Two processes that both find a dead socket must not both replace it. On Linux a socket without a file, which
 * the system removes with its process, lets one in at a time; elsewhere that moment is not guarded.
 */
async function enter(folder: string): Promise<() => void> {
  if (process.platform !== "linux") return () => undefined;
  const { dev, ino } = statSync(folder);
  const name = createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 32);
  for (let patience = 100; patience > 0; patience -= 1) {
    const gate = createServer();
    const entered = await new Promise<boolean>((resolve) =>
      gate.once("error", () => resolve(false)).listen(`\0exit-desk-${name}`, () => resolve(true)),
    );
    if (entered) return () => gate.close();
    await sleep(50);
  }
  throw new DeskRunning(folder, null);
}

function removeDead(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is not a socket; move it away`);
  rmSync(path);
}
