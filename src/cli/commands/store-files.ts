import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readConfig } from "../../config/config.ts";
import { makeLog } from "../../runtime/log.ts";
import { backupStore, refuseInside, refuseUsed, restoreStore } from "../../store/backup.ts";
import { type CheckReport, checkStore } from "../../store/check.ts";
import { type Copied, copyStore, type PortableStore } from "../../store/copy-store.ts";
import { openEmbeddedStore } from "../../store/embedded/open.ts";
import { openPortable } from "../../store/postgres/import-export.ts";
import { salvageStore } from "../../store/salvage/salvage-store.ts";
import type { SalvageReport } from "../../store/salvage/tally.ts";
import { callSocket, NoDesk } from "../control-socket/client.ts";
import { serveSocket } from "../control-socket/server.ts";
import { NoFiles } from "./commands.ts";

/** Prints the findings of a check. Returns the exit code: 1 when something is broken. */
export function printCheck({ findings, counts, endKnown }: CheckReport): 0 | 1 {
  const lines = findings.map(({ kind, file, says }) => `${kind}: ${file} ${says}`);
  if (counts === null) lines.push("nothing counted: the manifest or the journal cannot be read");
  else {
    if (!endKnown) lines.push("not sealed: no clean stop recorded the end of the journal");
    lines.push(`${counts.conversations} conversations, ${counts.entries} entries, ${counts.tickets} tickets`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
  return findings.some(({ kind }) => kind === "broken") ? 1 : 0;
}

/** Prints the report of a salvage. Returns the exit code: 3 when something is lost. */
export function printSalvage({ out, lost, losses, whole }: SalvageReport, to: string): 0 | 3 {
  const lines = losses.map(({ file, says, bytes, records }) => {
    const which =
      records === null ? ", perhaps a write that was cut off" : records > 0 ? `, records: ${records}` : "";
    return `lost: ${file} ${says} (bytes: ${bytes}${which})`;
  });
  const { conversations, entries, tickets, states, staff, auditLines, records, bytes, files } = lost;
  if (!whole)
    lines.push(
      `not brought out, as far as can be known: ${conversations} conversations, ${entries} entries, ${tickets} tickets, ${states} states, ` +
        `${staff} records of the staff, ${auditLines} audit lines, ` +
        `${records} records of the journal, ${bytes} bytes in ${files} files`,
    );
  lines.push(
    `brought into ${to}: ${out.conversations} conversations, ${out.entries} entries, ${out.tickets} tickets, ${out.states} states, ${out.staff} records of the staff, ${out.auditLines} audit lines`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return whole ? 0 : 3;
}

/** Opens a store for import and export: a database by its URL, or a folder that no desk uses. */
async function openPlace(place: string): Promise<PortableStore> {
  const log = makeLog("warn");
  if (/^postgres(ql)?:\/\//.test(place)) return openPortable(place, log);
  const folder = resolve(place);
  const socket = await serveSocket(folder, {});
  const store = (await openEmbeddedStore(folder, { now: () => new Date(), log })).inPieces();
  return {
    ...store,
    async close() {
      await store.close();
      await socket.close();
    },
  };
}

/** Copies a desk between two stores, each a folder or a database URL. No desk may use either. */
export async function copyDesk(from: string, to: string): Promise<Copied> {
  const source = await openPlace(from);
  try {
    const target = await openPlace(to);
    try {
      return await copyStore(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function folderOf(): string {
  const { databaseUrl, dataDir } = readConfig(process.env);
  if (databaseUrl !== null) throw new NoFiles();
  return dataDir;
}

/** Runs a command in the desk on DATA_DIR. When none is running, locks the folder and runs it here. */
async function inDeskOr<T>(command: string, args: unknown, here: (folder: string) => Promise<T>): Promise<T> {
  const dataDir = folderOf();
  try {
    for await (const value of callSocket(dataDir, command, args)) return value as T;
    throw new Error(`the desk did not respond to ${command}`);
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

/** Verifies DATA_DIR without changing it. */
export const check = () => inDeskOr("check", null, checkStore);

/** Copies DATA_DIR into an empty or new folder. */
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

/** Salvages what can be read in DATA_DIR into an empty or new folder. No desk may use either. */
export async function salvage(to: string): Promise<SalvageReport> {
  const dataDir = folderOf();
  await refuseInside(dataDir, to);
  if (!existsSync(dataDir)) throw new NoStore(dataDir);
  const source = await serveSocket(dataDir, {}).catch(ignoreReadOnly);
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

/** Thrown by a salvage when the folder does not exist. */
class NoStore extends Error {
  readonly code = "no-store";
  constructor(folder: string) {
    super(`${folder} does not exist; set DATA_DIR to the folder of the store`);
  }
}

/**
 * Ignores the error of a read-only file system, as of a failing disk: no desk can write there, so the lock may be
 * skipped.
 */
function ignoreReadOnly(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EROFS") throw error;
}

/** Restores a backup into DATA_DIR, which must be empty, and checks it. */
export async function restore(from: string) {
  const dataDir = folderOf();
  const socket = await serveSocket(dataDir, {});
  try {
    return await restoreStore(from, dataDir);
  } finally {
    await socket.close();
  }
}
