import type { Disk, DiskFile, Opening } from "../../../src/store/embedded/disk.ts";

/** What goes wrong with the n-th change to the disk: it fails, a write stops half way, or nothing works from then on. */
export type Fault = { at: number; how: "fail" | "tear" | "die" };

/** A disk in front of another that counts every change and lets one go wrong. */
export class FaultyDisk implements Disk {
  changes = 0;
  reads = 0;
  /** while true there is no room: new files and writes are refused after half of the bytes */
  full = false;

  constructor(
    private readonly disk: Disk,
    private readonly fault?: Fault,
  ) {}

  async read(path: string): Promise<Buffer | undefined> {
    this.reads += 1;
    return this.disk.read(path);
  }

  async list(path: string): Promise<string[]> {
    this.reads += 1;
    return this.disk.list(path);
  }

  async open(path: string, how: Opening): Promise<DiskFile> {
    this.#change(how === "new");
    const file = await this.disk.open(path, how);
    return {
      write: (bytes, at) => this.#write(file, bytes, at),
      sync: () => this.#then(() => file.sync()),
      cut: (length) => this.#then(() => file.cut(length)),
      close: () => file.close(),
    };
  }

  rename(from: string, to: string): Promise<void> {
    return this.#then(() => this.disk.rename(from, to));
  }

  remove(path: string): Promise<void> {
    return this.#then(() => this.disk.remove(path));
  }

  makeFolder(path: string): Promise<void> {
    return this.#then(() => this.disk.makeFolder(path));
  }

  syncFolder(path: string): Promise<void> {
    return this.#then(() => this.disk.syncFolder(path));
  }

  async #write(file: DiskFile, bytes: Buffer, at: number): Promise<void> {
    try {
      this.#change(true);
    } catch (error) {
      const torn = this.full || this.fault?.how !== "fail";
      if (torn) await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), at);
      throw error;
    }
    await file.write(bytes, at);
  }

  async #then(change: () => Promise<void>): Promise<void> {
    this.#change(false);
    await change();
  }

  #change(needsRoom: boolean): void {
    this.changes += 1;
    if (needsRoom && this.full)
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    if (this.fault === undefined) return;
    const { at, how } = this.fault;
    if (this.changes === at || (how === "die" && this.changes > at)) {
      throw Object.assign(new Error(`EIO: change ${this.changes} of the disk`), { code: "EIO" });
    }
  }
}
