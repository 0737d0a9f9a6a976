import { constants, copyFile, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Copies files from folder to folder so that they survive a power cut. */
export class Copier {
  #folders = new Set<string>();

  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  /** Copies one file, or its first `length` bytes. */
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

  /** Resolves when the names of all copies are on disk. */
  async sync(): Promise<void> {
    for (const folder of this.#folders) {
      const handle = await open(folder, "r");
      await handle.sync();
      await handle.close();
    }
  }
}
