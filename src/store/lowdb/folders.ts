import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "./disk.ts";

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

  /** A file's new content, under its name whole or not at all. */
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
      await this.disk.syncFolder(folder).catch(unlessForbidden);
    }
  }

  /** Removes what a killed process left half written, and says how many files that were. */
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

function unlessForbidden(error: NodeJS.ErrnoException): void {
  if (error.code !== "EACCES") throw error;
}
