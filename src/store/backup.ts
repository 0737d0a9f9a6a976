import {
  constants,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rmdir,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { type CheckReport, checkStore } from "./check.ts";
import { filesBelow, machineDisk } from "./embedded/disk.ts";
import type { EmbeddedStore } from "./embedded/embedded-store.ts";
import { Folders } from "./embedded/folders.ts";
import { sealStore } from "./embedded/manifest.ts";
import { segmentNumber, segmentPath } from "./embedded/segment.ts";
import { StoreFileError } from "./errors.ts";

/** Copies files between folders durably. */
export class Copier {
  #folders = new Set<string>();

  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  /** Copies a file, or its first `length` bytes. */
  async copy(path: string, length?: number): Promise<void> {
    const target = join(this.to, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(join(this.from, path), target, constants.COPYFILE_FICLONE);
    const file = await open(target, "r+");
    try {
      if (length !== undefined) await file.truncate(length);
      await file.sync();
    } finally {
      await file.close();
    }
    for (let folder = dirname(target); folder.length >= this.to.length; folder = dirname(folder)) {
      this.#folders.add(folder);
    }
  }

  /** Resolves when the names of all copies are durable. */
  async sync(): Promise<void> {
    for (const folder of this.#folders) {
      const handle = await open(folder, "r");
      await handle.sync();
      await handle.close();
    }
  }
}

/** Note of a complete backup; written last. */
export const BackupNote = z.object({
  kind: z.literal("backup"),
  store: z.uuid(),
  lsn: z.number().int().nonnegative(),
  takenAt: z.iso.datetime(),
  files: z.number().int().nonnegative(),
});
type BackupNote = z.infer<typeof BackupNote>;

export const noteName = "backup.json";

/** Copies the store of a running desk into an empty or new folder, as of one point in time. */
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

/** Throws when the folder is the store's, or inside it, after resolving links. */
export async function refuseInside(store: string, folder: string): Promise<void> {
  const [outer, inner] = [await realPath(store), await realPath(folder)];
  if ((inner + sep).startsWith(outer + sep)) throw new FolderInUse(folder, "the store itself");
}

/** Resolves the links of a path, also of one that does not exist yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await realPath(dirname(resolve(path))), basename(path));
  }
}

/** Throws unless the folder is empty; the desk's socket is ignored. */
export async function refuseUsed(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const used = (await readdir(folder)).filter((name) => name !== "desk.sock");
  if (used.length > 0) throw new FolderInUse(folder, used[0] ?? "");
}

/** Thrown when the target of a backup or restore is not empty. */
class FolderInUse extends Error {
  readonly code = "folder-in-use";
  constructor(
    readonly folder: string,
    found: string,
  ) {
    super(`${folder} is not empty: it holds ${found}; name an empty or new folder`);
  }
}

function isBeyond(path: string, newest: number): boolean {
  const number = path.startsWith("journal/") ? segmentNumber(path.slice("journal/".length)) : undefined;
  return number !== undefined && number > newest;
}

/** Restores a backup into an empty or new folder, and checks it. Throws when the backup is incomplete. */
export async function restoreStore(backup: string, folder: string): Promise<CheckReport> {
  const note = await readNote(backup);
  await refuseUsed(folder);
  const copier = new Copier(backup, folder);
  let files = 0;
  for await (const path of filesBelow(backup)) {
    if (path === noteName) continue;
    await copier.copy(path);
    files += 1;
  }
  await copier.sync();
  if (files !== note.files) {
    throw new StoreFileError(join(backup, noteName), `counts ${note.files} files and ${files} are there`);
  }
  const report = await checkStore(folder);
  if (report.lsn !== null && report.lsn !== note.lsn) {
    const says = `was taken after record ${note.lsn}, and its journal ends with ${report.lsn}`;
    report.findings.push({ kind: "broken", file: join(backup, noteName), says });
  }
  return report;
}

async function readNote(backup: string): Promise<BackupNote> {
  const path = join(backup, noteName);
  try {
    return BackupNote.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new StoreFileError(path, "is missing or broken, so this is not a whole backup", { cause });
  }
}
