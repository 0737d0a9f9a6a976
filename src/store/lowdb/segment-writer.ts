import type { DiskFile } from "./disk.ts";
import type { Folders } from "./folders.ts";
import { frame, sumWith } from "./frame.ts";
import { segmentHead, segmentPath } from "./segment.ts";

/** Where the journal ends that is on disk: the newest segment, its length, the last lsn and the checksum of its frames. */
export interface JournalEnd {
  store: string;
  segment: number;
  length: number;
  lsn: number;
  sum: number;
}

/** Writes frames to the newest segment. After a failure, and at its beginning, it goes on in a new one. */
export class SegmentWriter {
  #file: DiskFile | undefined;
  /** a write failed, so nobody knows what follows the end of the newest segment */
  #failed = false;

  constructor(
    private readonly folders: Folders,
    readonly end: JournalEnd,
  ) {}

  /** Resolves when the records, in pieces, are on disk. When it throws, nothing of them counts. */
  async write(pieces: readonly string[], lastLsn: number): Promise<void> {
    const file = this.#file ?? (await this.begin());
    const bytes = frame(this.end.length, pieces);
    try {
      await file.write(bytes, this.end.length);
      await file.sync();
    } catch (error) {
      await this.#abandon(file);
      throw error;
    }
    this.end.length += bytes.length;
    this.end.lsn = lastLsn;
    this.end.sum = sumWith(this.end.sum, bytes);
  }

  /** Begins a new segment. From here on nothing is written to the one before, also when this fails. */
  async begin(): Promise<DiskFile> {
    await this.close().catch(() => undefined);
    const { store, segment, length, lsn, sum } = this.end;
    const path = segmentPath(this.folders.root, segment + 1);
    const ended = { previous: length, sum, ...(this.#failed ? { beyond: true as const } : {}) };
    const head = frame(0, [segmentHead({ store, segment: segment + 1, lsn, ...ended })]);
    await this.folders.replace(path, head);
    await this.folders.sync();
    const file = await this.folders.disk.open(path, "journal");
    this.#file = file;
    this.end.segment = segment + 1;
    this.end.length = head.length;
    this.end.sum = sumWith(0, head);
    this.#failed = false;
    return file;
  }

  /** Closes the newest segment so that it ends just where `end` says. Throws when that cannot be had. */
  async finish(): Promise<void> {
    if (this.#failed) await this.begin();
    await this.close();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #abandon(file: DiskFile): Promise<void> {
    this.#failed = true;
    await file.cut(this.end.length).catch(() => undefined);
    await this.close().catch(() => undefined);
  }
}
