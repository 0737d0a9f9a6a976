import { join } from "node:path";
import { z } from "zod";
import { StoreFileError } from "../errors.ts";
import type { DiskFile } from "./disk.ts";
import type { Folders } from "./folders.ts";
import { frame, readFrames, sumWith } from "./frame.ts";
import { JournalRecord } from "./journal-operation.ts";

/**
 * Header line of a segment: store, number, last lsn before it, and the end of the previous segment with its checksum.
 * `beyond`: a write failed there, so ignored bytes may follow. Earlier versions omit the last two.
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

/** End of a segment as recorded by the next one or the seal. `exact`: no byte may follow. */
export interface SegmentEnd {
  length: number;
  sum?: number | undefined;
  exact: boolean;
}

/**
 * A validated segment. `end`: end of its whole frames; `torn`: bytes after them in the newest segment; `beyond`: ignored
 * bytes after the recorded end of an older one.
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

/** Parses the number in a segment's file name; undefined for other files. */
export function segmentNumber(name: string): number | undefined {
  const digits = /^(\d{8})\.log$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function segmentHead(head: Omit<SegmentHead, "kind">): string {
  return `${JSON.stringify({ kind: "journal", ...head })}\n`;
}

/** Parses a segment's header line; undefined for a record. */
export function parseHead(line: string): SegmentHead | undefined {
  return line.startsWith('{"kind":"journal"') ? SegmentHead.safeParse(JSON.parse(line)).data : undefined;
}

/** Returns the recorded end of the previous segment. */
export function endBefore({ previous, sum, beyond }: SegmentHead): SegmentEnd {
  return { length: previous, sum, exact: sum !== undefined && beyond !== true };
}

/**
 * Reads and validates a segment. `stated`: its recorded end; undefined for the newest of an unsealed store.
 */
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

/** Durable end of the journal: newest segment, its length, last lsn and frame checksum. */
export interface JournalEnd {
  store: string;
  segment: number;
  length: number;
  lsn: number;
  sum: number;
}

/** Writes frames to the newest segment. Starts a new one first, and after a failure. */
export class SegmentWriter {
  #file: DiskFile | undefined;
  /** a write failed, so the bytes after the end are unknown */
  #failed = false;

  constructor(
    private readonly folders: Folders,
    readonly end: JournalEnd,
  ) {}

  /** Resolves when the records are durable. When it throws, none of them counts. */
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

  /** Starts a new segment. The previous one is not written to again, even when this fails. */
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

  /** Closes the newest segment so that it ends at `end`. Throws when that fails. */
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
