import { readConfig } from "../config.ts";
import { callSocket, NoDesk } from "../desk-socket/call.ts";
import { serveSocket } from "../desk-socket/serve.ts";
import { backupStore } from "../store/backup.ts";
import { checkStore } from "../store/check.ts";
import { openEmbeddedStore } from "../store/lowdb/open.ts";
import { restoreStore } from "../store/restore.ts";
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
