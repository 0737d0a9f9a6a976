import { join } from "node:path";
import { z } from "zod";
import { StoreFileError } from "../errors.ts";
import type { DiskFile } from "./disk.ts";
import type { Folders } from "./folders.ts";
import { frame, readFrames, sumWith } from "./frame.ts";
import { JournalRecord } from "./journal-operation.ts";

/**
 * The first line of a segment: whose it is, which one, the last lsn before it, and how the one before it ended: how many
 * of its bytes count, and the checksum of its frames. `beyond`: a write had failed there, so more bytes may follow.
 * Earlier versions did not write the last two.
 */
export const SegmentHead = z.object({
  kind: z.literal("journal"),
  store: z.uuid(),
  segment: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  previous: z.number().int().nonnegative(),
  sum: z.number().int().nonnegative().optional(),
  beyond: z.literal(true).optional(),
});
export type SegmentHead = z.infer<typeof SegmentHead>;

/** How a segment ended, as far as the next one or the seal tells. `exact`: not a byte more may be there. */
export interface SegmentEnd {
  length: number;
  sum?: number | undefined;
  exact: boolean;
}

/**
 * One segment, read and checked. `end` is where its whole frames end, `torn` how many bytes of the newest one follow,
 * and `beyond` how many follow the stated end of an older one.
 */
export interface Segment {
  head: SegmentHead;
  records: JournalRecord[];
  end: number;
  sum: number;
  torn: number;
  beyond: number;
}

export function segmentPath(root: string, segment: number): string {
  return join(root, "journal", `${String(segment).padStart(8, "0")}.log`);
}

/** The number in a segment's file name, or undefined for another file. */
export function segmentNumber(name: string): number | undefined {
  const digits = /^(\d{8})\.log$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function segmentHead(head: Omit<SegmentHead, "kind">): string {
  return `${JSON.stringify({ kind: "journal", ...head })}\n`;
}

/** The head of a segment in this line, or undefined for a record. */
export function parseHead(line: string): SegmentHead | undefined {
  return line.startsWith('{"kind":"journal"') ? SegmentHead.safeParse(JSON.parse(line)).data : undefined;
}

/** How the segment before the one with this head ended. */
export function endBefore({ previous, sum, beyond }: SegmentHead): SegmentEnd {
  return { length: previous, sum, exact: sum !== undefined && beyond !== true };
}

/** Reads a segment. `stated` is how it ended; undefined for the newest of a store that was not closed. */
export function readSegment(path: string, bytes: Buffer, stated?: SegmentEnd): Segment {
  const { lines, end, sum, rest } = readFrames(bytes, Math.min(stated?.length ?? bytes.length, bytes.length));
  const [first, ...others] = lines;
  if (first === undefined)
    throw new StoreFileError(path, "does not begin as a journal segment of this store");
  if (rest === "damaged" || (rest === "torn" && stated !== undefined)) {
    throw new StoreFileError(path, `is damaged at byte ${end}, where acknowledged records were`);
  }
  if (stated !== undefined) checkEnd(path, bytes.length, sum, stated);
  try {
    const head = SegmentHead.parse(JSON.parse(first));
    const records = others.map((line) => JournalRecord.parse(JSON.parse(line)));
    const after = (stated?.length ?? bytes.length) - end;
    return { head, records, end, sum, torn: after, beyond: bytes.length - end - after };
  } catch (cause) {
    throw new StoreFileError(path, "holds a record that this version of Exit Desk cannot read", { cause });
  }
}

function checkEnd(path: string, length: number, sum: number, stated: SegmentEnd): void {
  if (length < stated.length) {
    throw new StoreFileError(path, `is cut off at byte ${length}; ${stated.length} bytes were acknowledged`);
  }
  if (stated.exact && length > stated.length) {
    throw new StoreFileError(
      path,
      `ended at byte ${stated.length}; ${length - stated.length} bytes were added`,
    );
  }
  if (stated.sum !== undefined && sum !== stated.sum) {
    throw new StoreFileError(path, `holds other records up to byte ${stated.length} than were written there`);
  }
}

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
