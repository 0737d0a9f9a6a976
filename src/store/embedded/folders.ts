import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import type { Disk, DiskFile } from "./disk.ts";

/** Where the file of each document is. Names are hashes, because ids may be long and hold any character. */
export const places = {
  manifest: (root: string) => join(root, "store.json"),
  conversation: (root: string, id: string) => `${conversationStem(root, id)}.json`,
  segment: (root: string, id: string, from: number) => `${conversationStem(root, id)}.log-${from}.json`,
  state: (root: string, key: string) => `${hashedPath(root, "state", key)}.json`,
  ticket: (root: string, number: number) =>
    join(root, "tickets", String(Math.floor(number / 1000)), `${number}.json`),
  staff: (root: string, name: string) => `${hashedPath(root, "staff", name)}.json`,
  session: (root: string, key: string) => `${hashedPath(root, "sessions", key)}.json`,
  audit: (root: string, name: string) => `${hashedPath(root, "audit", name)}.json`,
};

/** The folders that hold documents, each in folders of its own. */
export const documentFolders = ["conversations", "state", "tickets", "staff", "sessions", "audit"] as const;

/** Returns the sort key of a conversation: the path of its file below `conversations/`. */
export function conversationRank(id: string): string {
  return relative("conversations", places.conversation("", id));
}

function conversationStem(root: string, id: string): string {
  return hashedPath(root, "conversations", id);
}

/** Returns the path of a name's hash. JSON escapes lone surrogates, which would otherwise all have the same hash. */
function hashedPath(root: string, folder: string, name: string): string {
  const hash = createHash("sha256").update(JSON.stringify(name)).digest("hex").slice(0, 40);
  return join(root, folder, hash.slice(0, 2), hash.slice(2));
}

/** The folders of a store: makes them when first needed, replaces files in one step, and syncs what was changed. */
export class Folders {
  #made = new Set<string>();
  #unsynced = new Set<string>();
  #drafts = 0;
  #syncing: Promise<void> = Promise.resolve();

  constructor(
    readonly disk: Disk,
    readonly root: string,
  ) {}

  /** Replaces a file atomically: it has the new content completely or not at all. */
  async replace(path: string, bytes: Buffer): Promise<void> {
    await this.#make(dirname(path));
    await this.#make(this.#draftFolder);
    this.#drafts += 1;
    const draft = join(this.#draftFolder, `${this.#drafts}.tmp`);
    await fill(await this.disk.open(draft, "new"), bytes);
    await this.disk.rename(draft, path);
    this.changed(dirname(path));
  }

  changed(folder: string): void {
    this.#unsynced.add(folder);
  }

  /** Resolves when every name given so far survives a power cut. */
  sync(): Promise<void> {
    const sync = this.#syncing.catch(() => undefined).then(() => this.#syncChanged());
    this.#syncing = sync;
    return sync;
  }

  /** Makes the store's folder itself survive a power cut, and the folders it is in as far as this process may read them. */
  async syncRoot(): Promise<void> {
    for (let folder = this.root; folder !== dirname(folder); ) {
      folder = dirname(folder);
      await this.disk.syncFolder(folder).catch(ignoreForbidden);
    }
  }

  /** Removes files that a killed process left half written, and returns how many there were. */
  async clearDrafts(): Promise<number> {
    const drafts = await this.disk.list(this.#draftFolder);
    for (const draft of drafts) await this.disk.remove(join(this.#draftFolder, draft));
    return drafts.length;
  }

  async #syncChanged(): Promise<void> {
    for (const folder of this.#unsynced) {
      this.#unsynced.delete(folder);
      try {
        await this.disk.syncFolder(folder);
      } catch (error) {
        this.#unsynced.add(folder);
        throw error;
      }
    }
  }

  get #draftFolder(): string {
    return join(this.root, "tmp");
  }

  async #make(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await this.disk.makeFolder(folder);
    this.#made.add(folder);
    for (let parent = folder; parent !== this.root; ) {
      parent = dirname(parent);
      this.changed(parent);
    }
  }
}

async function fill(file: DiskFile, bytes: Buffer): Promise<void> {
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignoreForbidden(error: NodeJS.ErrnoException): void {
  if (error.code !== "EACCES") throw error;
}
