import { mkdir, readdir, realpath, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { Copier } from "./copier.ts";
import { machineDisk } from "./lowdb/disk.ts";
import type { EmbeddedStore } from "./lowdb/embedded-store.ts";
import { filesBelow } from "./lowdb/files-below.ts";
import { Folders } from "./lowdb/folders.ts";
import { sealStore } from "./lowdb/seal.ts";
import { segmentNumber, segmentPath } from "./lowdb/segment.ts";

/** What a whole backup says about itself; it is written last. */
export const BackupNote = z.object({
  kind: z.literal("backup"),
  store: z.uuid(),
  lsn: z.number().int().nonnegative(),
  takenAt: z.iso.datetime(),
  files: z.number().int().nonnegative(),
});
export type BackupNote = z.infer<typeof BackupNote>;

export const noteName = "backup.json";

/** Copies the store of a running desk, as it is at this moment, into an empty or new folder. The desk goes on meanwhile. */
export async function backupStore(store: EmbeddedStore, to: string, now: () => Date): Promise<BackupNote> {
  await refuseInside(store.folder, to);
  await refuseUsed(to);
  return store.whileFrozen(async (end) => {
    const copier = new Copier(store.folder, to);
    const newest = segmentPath("", end.segment);
    let files = 0;
    for await (const path of filesBelow(store.folder)) {
      if (path.startsWith("tmp/") || isBeyond(path, end.segment)) continue;
      await copier.copy(path, path === newest ? end.length : undefined);
      files += 1;
    }
    await copier.sync();
    const copy = new Folders(machineDisk, resolve(to));
    await sealStore(copy, end);
    await rmdir(join(to, "tmp")).catch(() => undefined);
    const note: BackupNote = {
      kind: "backup",
      store: end.store,
      lsn: end.lsn,
      takenAt: now().toISOString(),
      files,
    };
    await writeFile(join(to, noteName), `${JSON.stringify(note)}\n`, {
      flag: "wx",
      mode: 0o600,
      flush: true,
    });
    return note;
  });
}

/** Throws when the folder is the store's, or in it, whatever links lead there. */
export async function refuseInside(store: string, folder: string): Promise<void> {
  const [outer, inner] = [await realPath(store), await realPath(folder)];
  if ((inner + sep).startsWith(outer + sep)) throw new FolderInUse(folder, "the store itself");
}

/** Where a path leads, also one that is not there yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await realPath(dirname(resolve(path))), basename(path));
  }
}

/** Throws unless nothing is in the folder but, perhaps, the desk's socket. */
export async function refuseUsed(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const used = (await readdir(folder)).filter((name) => name !== "desk.sock");
  if (used.length > 0) throw new FolderInUse(folder, used[0] ?? "");
}

/** Thrown when a backup or a restore is to go where something is already. */
export class FolderInUse extends Error {
  readonly code = "folder-in-use";
  constructor(
    readonly folder: string,
    found: string,
  ) {
    super(`${folder} is not empty: it holds ${found}; name an empty or a new folder`);
  }
}

function isBeyond(path: string, newest: number): boolean {
  const number = path.startsWith("journal/") ? segmentNumber(path.slice("journal/".length)) : undefined;
  return number !== undefined && number > newest;
}
