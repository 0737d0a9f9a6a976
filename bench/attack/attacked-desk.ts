import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { spawn } from "../../test/own/spawn.ts";

/** A desk in a process of its own, on an empty store, that is being attacked. */
export interface AttackedDesk {
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  /** by which the first owner gets an account */
  ownerToken: string;
  /** what it wrote to its log so far */
  log: { lines: number; bytes: number };
}

/** What `npm start` runs in a tree of the project: node's flags, and the program. */
export function startCommand(tree: string): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(tree, "package.json"), "utf8"));
  return String(scripts.start)
    .replace(/^exec /, "")
    .split(" ")
    .slice(1);
}

/** Starts the desk of a built tree as `npm start` does, attacks it, and ends it. */
export async function attackDesk<T>(
  tree: string,
  env: Record<string, string>,
  attack: (desk: AttackedDesk) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "exit-desk-attack-"));
  const child = spawn(process.execPath, startCommand(tree), {
    cwd: tree,
    env: { PATH: process.env["PATH"], PORT: "0", DATA_DIR: dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  try {
    const log = { lines: 0, bytes: 0 };
    child.stderr.on("data", (part: Buffer) => {
      log.bytes += part.length;
      for (const byte of part) if (byte === 10) log.lines += 1;
    });
    const { url, ownerToken } = await ready(child.stdout, closed);
    return await attack({
      url,
      port: Number(new URL(url).port),
      pid: child.pid ?? 0,
      dataDir,
      ownerToken,
      log,
    });
  } finally {
    child.kill("SIGKILL");
    await closed;
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The address that the desk prints, and the token of its owner link. */
function ready(
  output: NodeJS.ReadableStream,
  closed: Promise<unknown>,
): Promise<Pick<AttackedDesk, "url" | "ownerToken">> {
  let printed = "";
  return new Promise((resolve, reject) => {
    output.on("data", (part) => {
      printed += part;
      const url = /Exit Desk ready (http:\S+)\/\n/.exec(printed)?.[1];
      const ownerToken = /#owner=(\S+)\n/.exec(printed)?.[1];
      if (url !== undefined && ownerToken !== undefined) resolve({ url, ownerToken });
    });
    closed.then(() => reject(new Error(`the desk ended before it was ready: ${printed}`)), reject);
  });
}
