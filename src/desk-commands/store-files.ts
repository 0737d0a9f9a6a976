import { existsSync } from "node:fs";
import { readConfig } from "../config.ts";
import { callSocket, NoDesk } from "../desk-socket/call.ts";
import { serveSocket } from "../desk-socket/serve.ts";
import { backupStore, refuseInside, refuseUsed } from "../store/backup.ts";
import { checkStore } from "../store/check.ts";
import { openEmbeddedStore } from "../store/lowdb/open.ts";
import { restoreStore } from "../store/restore.ts";
import type { SalvageReport } from "../store/salvage/losses.ts";
import { salvageStore } from "../store/salvage/salvage-store.ts";
import { makeLog } from "../web/log.ts";
import { NoFiles } from "./commands.ts";

function folderOf(): string {
  const { databaseUrl, dataDir } = readConfig(process.env);
  if (databaseUrl !== null) throw new NoFiles();
  return dataDir;
}

/** Runs a command in the desk that has DATA_DIR; where none runs, takes the folder and does it here. */
async function inDeskOr<T>(command: string, args: unknown, here: (folder: string) => Promise<T>): Promise<T> {
  const dataDir = folderOf();
  try {
    for await (const value of callSocket(dataDir, command, args)) return value as T;
    throw new Error(`the desk gave no answer to ${command}`);
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
  }
  const socket = await serveSocket(dataDir, {});
  try {
    return await here(dataDir);
  } finally {
    await socket.close();
  }
}

/** Verifies everything in DATA_DIR and changes nothing. */
export const check = () => inDeskOr("check", null, checkStore);

/** Copies DATA_DIR as it is now into an empty or new folder. */
export const backup = (to: string) =>
  inDeskOr("backup", { to }, async (folder) => {
    const now = () => new Date();
    const store = await openEmbeddedStore(folder, { now, log: makeLog("warn") });
    try {
      return await backupStore(store, to, now);
    } finally {
      await store.close();
    }
  });

/** Brings what can be read in DATA_DIR into an empty or new folder. No desk may run on either. */
export async function salvage(to: string): Promise<SalvageReport> {
  const dataDir = folderOf();
  await refuseInside(dataDir, to);
  if (!existsSync(dataDir)) throw new NoStore(dataDir);
  const source = await serveSocket(dataDir, {}).catch(unlessReadOnly);
  try {
    await refuseUsed(to);
    const target = await serveSocket(to, {});
    try {
      return await salvageStore(dataDir, to, { now: () => new Date(), log: makeLog("warn") });
    } finally {
      await target.close();
    }
  } finally {
    await source?.close();
  }
}

/** Thrown by a salvage when there is no folder to read. */
class NoStore extends Error {
  readonly code = "no-store";
  constructor(folder: string) {
    super(`${folder} is not there; set DATA_DIR to the folder of the store`);
  }
}

/** A disk that fails is often read only from then on: then nobody writes there, and nobody has to be kept out. */
function unlessReadOnly(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EROFS") throw error;
}

/** Puts a backup into DATA_DIR, which must be empty, and checks it. */
export async function restore(from: string) {
  const dataDir = folderOf();
  const socket = await serveSocket(dataDir, {});
  try {
    return await restoreStore(from, dataDir);
  } finally {
    await socket.close();
  }
}
