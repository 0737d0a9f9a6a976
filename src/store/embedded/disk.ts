import fs from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const open = promisify(fs.open);
const write = promisify(fs.write);
const datasync = promisify(fs.fdatasync);
const fsync = promisify(fs.fsync);
const truncate = promisify(fs.ftruncate);
const close = promisify(fs.close);
const rename = promisify(fs.rename);

export type Opening = "new" | "existing" | "journal";

/** An open file of the store. */
export interface DiskFile {
  /** Writes all bytes at an offset, or throws. */
  write(bytes: Buffer, at: number): Promise<void>;
  /** Resolves when everything written survives a power failure. */
  sync(): Promise<void>;
  cut(length: number): Promise<void>;
  close(): Promise<void>;
}

/** File system interface of the store; tests replace it to inject failures. */
export interface Disk {
  /** undefined when the file does not exist */
  read(path: string): Promise<Buffer | undefined>;
  /** `journal`: an existing file for many small writes, each followed by a sync. */
  open(path: string, how: Opening): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; a missing one is not an error. */
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Resolves when the names in a folder survive a power failure. A missing folder is not an error. */
  syncFolder(path: string): Promise<void>;
  /** Lists the names in a folder, sorted; none when it does not exist. */
  list(path: string): Promise<string[]>;
}

/** On Linux one call writes and syncs; elsewhere O_DSYNC is weaker or missing. */
const writesThrough = process.platform === "linux";
const { O_CREAT, O_DSYNC, O_RDWR, O_TRUNC, O_WRONLY } = fs.constants;
const through = writesThrough ? O_DSYNC : 0;
const flags: Record<Opening, number> = {
  new: O_WRONLY | O_CREAT | O_TRUNC | through,
  existing: O_RDWR,
  journal: O_RDWR | through,
};

/** The file system of this machine. */
export const machineDisk: Disk = {
  read: (path) => fs.promises.readFile(path).catch(whenAbsent(undefined)),
  open: async (path, how) =>
    openFile(await open(path, flags[how], 0o600), how !== "existing" && writesThrough),
  rename,
  remove: (path) => fs.promises.unlink(path).catch(whenAbsent(undefined)),
  makeFolder: async (path) => {
    await fs.promises.mkdir(path, { recursive: true, mode: 0o700 });
  },
  syncFolder: async (path) => {
    const folder = await open(path, "r").catch(whenAbsent(undefined));
    if (folder === undefined) return;
    try {
      await fsync(folder);
    } finally {
      await close(folder);
    }
  },
  list: (path) => fs.promises.readdir(path).then((names) => names.sort(), whenAbsent([])),
};

function openFile(descriptor: number, synced: boolean): DiskFile {
  return {
    async write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        done += (await write(descriptor, bytes, done, bytes.length - done, at + done)).bytesWritten;
      }
    },
    sync: async () => (synced ? undefined : datasync(descriptor)),
    cut: (length) => truncate(descriptor, length),
    close: () => close(descriptor),
  };
}

function whenAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}

/**
 * Yields the paths of all files in a folder and its subfolders, relative to `root`; none when it does not
 * exist.
 */
export async function* filesBelow(root: string, folder = ""): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    (error: { code?: string }) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}
