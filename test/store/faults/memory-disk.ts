import { dirname } from "node:path";
import type { Disk, DiskFile, Opening } from "../../../src/store/embedded/disk.ts";

/** A file, or null for a folder. */
type Inode = { bytes: Buffer; synced: Buffer } | null;

/**
 * A disk in memory that knows what a power cut would leave: of a file what was synced, of a folder the names that
 * were there when it was synced.
 */
export class MemoryDisk implements Disk {
  #names = new Map<string, Inode>();
  #synced = new Map<string, Inode>();

  async read(path: string): Promise<Buffer | undefined> {
    const file = this.#names.get(path);
    return file ? Buffer.from(file.bytes) : undefined;
  }

  async list(path: string): Promise<string[]> {
    const inside = [...this.#names.keys()].filter((name) => dirname(name) === path);
    return inside.map((name) => name.slice(path.length + 1)).sort();
  }

  async open(path: string, how: Opening): Promise<DiskFile> {
    const found = this.#names.get(path);
    if (how !== "new" && !found) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    const file = found ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
    if (how === "new") file.bytes = Buffer.alloc(0);
    this.#names.set(path, file);
    return {
      async write(bytes, at) {
        const whole = Buffer.alloc(Math.max(file.bytes.length, at + bytes.length));
        file.bytes.copy(whole);
        bytes.copy(whole, at);
        file.bytes = whole;
      },
      async sync() {
        file.synced = Buffer.from(file.bytes);
      },
      async cut(length) {
        file.bytes = file.bytes.subarray(0, length);
      },
      close: async () => undefined,
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#names.set(to, this.#names.get(from) ?? null);
    this.#names.delete(from);
  }

  async remove(path: string): Promise<void> {
    this.#names.delete(path);
  }

  async makeFolder(path: string): Promise<void> {
    for (let folder = path; folder !== "/" && !this.#names.has(folder); folder = dirname(folder)) {
      this.#names.set(folder, null);
    }
  }

  async syncFolder(path: string): Promise<void> {
    for (const name of this.#synced.keys()) if (dirname(name) === path) this.#synced.delete(name);
    for (const [name, file] of this.#names) if (dirname(name) === path) this.#synced.set(name, file);
  }

  /** The power goes and comes back. What was not synced survives where `lucky` says so, asked for each name and its bytes. */
  cutPower(lucky: (name: string) => boolean): void {
    const left = new Map<string, Inode>();
    for (const name of new Set([...this.#synced.keys(), ...this.#names.keys()])) {
      const file = lucky(name) ? this.#names.get(name) : this.#synced.get(name);
      if (file !== undefined) left.set(name, file && copyOf(lucky(name) ? file.bytes : file.synced));
    }
    for (const name of [...left.keys()]) if (!isReachable(left, name)) left.delete(name);
    this.#names = left;
    this.#synced = new Map(left);
  }
}

function copyOf(bytes: Buffer): Inode {
  return { bytes: Buffer.from(bytes), synced: Buffer.from(bytes) };
}

function isReachable(names: ReadonlyMap<string, Inode>, name: string): boolean {
  for (let folder = dirname(name); folder !== "/"; folder = dirname(folder))
    if (!names.has(folder)) return false;
  return true;
}
