import { open } from "node:fs/promises";
import type { Folders } from "../embedded/folders.ts";
import { JournalRecord } from "../embedded/journal-operation.ts";
import { sealOf, segmentNumbers } from "../embedded/journal-reader.ts";
import type { Manifest } from "../embedded/manifest.ts";
import { endBefore, parseHead, type SegmentEnd, type SegmentHead, segmentPath } from "../embedded/segment.ts";
import { scanFrames } from "./scan-frames.ts";
import type { Tally } from "./tally.ts";
import type { Traces } from "./traces.ts";

/** Recorded end of a segment, with its last lsn. */
type KnownEnd = SegmentEnd & { lsn: number };

/** Yields every readable record of the journal in order, and reports the others to the tally. */
export async function* readRecords(
  folders: Folders,
  manifest: Manifest | null,
  tally: Tally,
): AsyncGenerator<JournalRecord> {
  const segments = await segmentsIn(folders);
  const found = Math.max(0, ...segments.keys());
  const seal = manifest === null ? undefined : sealOf(manifest, found);
  const first = manifest?.segment ?? Math.min(...segments.keys());
  const last = Math.max(found, seal?.segment ?? 0);
  const store = manifest?.store ?? segments.get(first)?.head?.store;
  const reading = new Reading(tally, manifest?.lsn);
  for (let number = first; number <= last; number += 1) {
    const { path, head } = segments.get(number) ?? { path: segmentPath(folders.root, number) };
    const next = segments.get(number + 1)?.head;
    const stated =
      number === last ? seal && { ...seal, exact: true } : next && { ...endBefore(next), lsn: next.lsn };
    if (!segments.has(number)) reading.unread(path, "is missing", stated);
    else if (head !== undefined && head.store !== store)
      reading.unread(path, "belongs to another store", stated);
    else yield* reading.segment(path, stated);
  }
  reading.end();
}

/** Lists the segments by the number in their header, else by file name. */
async function segmentsIn(
  folders: Folders,
): Promise<Map<number, { path: string; head?: SegmentHead | undefined }>> {
  const segments = new Map<number, { path: string; head?: SegmentHead | undefined }>();
  for (const number of await segmentNumbers(folders)) {
    const path = segmentPath(folders.root, number);
    const head = await headOf(path);
    segments.set(head?.segment ?? number, { path, head });
  }
  return segments;
}

async function headOf(path: string): Promise<SegmentHead | undefined> {
  const file = await open(path, "r");
  try {
    for await (const stretch of scanFrames(file, Math.min(longestHead, (await file.stat()).size)))
      if (stretch.kind === "frame") return parseHead(stretch.lines[0] ?? "");
    return undefined;
  } finally {
    await file.close();
  }
}

const longestHead = 1024;

/** A place where records may be missing. */
interface Doubt {
  file: string;
  says: string;
  bytes: number;
  traces?: Traces | undefined;
}

/**
 * Reads segments, and collects uncertain places until the next segment tells how many records are missing.
 */
class Reading {
  #doubts: Doubt[] = [];

  constructor(
    private readonly tally: Tally,
    private lsn: number | undefined,
  ) {}

  async *segment(path: string, end: KnownEnd | undefined): AsyncGenerator<JournalRecord> {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const counts = end === undefined || end.exact ? size : Math.min(end.length, size);
      let displaced = 0;
      for await (const stretch of scanFrames(file, counts)) {
        const { from, to } = stretch;
        if (stretch.kind === "unreadable") {
          this.#doubt(path, `cannot be read from byte ${from} to byte ${to}`, to - from, stretch.traces);
          continue;
        }
        if (stretch.moved !== displaced)
          this.#doubt(path, `lacks bytes, or has others, before byte ${from}`, 0);
        displaced = stretch.moved;
        yield* this.#recordsOf(path, stretch.lines, end?.lsn);
      }
      if (end !== undefined && size < end.length)
        this.#doubt(path, `ends at byte ${size} of ${end.length}`, end.length - size);
      this.#settle(end?.lsn);
    } finally {
      await file.close();
    }
  }

  unread(path: string, says: string, end: KnownEnd | undefined): void {
    this.#doubt(path, says, end?.length ?? 0);
    this.#settle(end?.lsn);
  }

  /** Ends the reading after the newest segment; remaining places may be interrupted writes. */
  end(): void {
    for (const doubt of this.#doubts) this.#lose(doubt, null);
  }

  *#recordsOf(path: string, lines: string[], newest = Number.MAX_SAFE_INTEGER): Generator<JournalRecord> {
    for (const line of lines) {
      const head = parseHead(line);
      if (head !== undefined) {
        this.#settle(head.lsn);
        continue;
      }
      const record = recordIn(line);
      if (record === undefined) {
        this.#doubt(
          path,
          "holds a record that this version of Exit Desk cannot read",
          Buffer.byteLength(line),
        );
        continue;
      }
      if (record.lsn > newest || record.lsn <= (this.lsn ?? 0)) continue;
      this.#settle(record.lsn - 1);
      this.lsn = record.lsn;
      yield record;
    }
  }

  #doubt(file: string, says: string, bytes: number, traces?: Traces): void {
    this.#doubts.push({ file, says, bytes, traces });
  }

  #lose({ traces, ...loss }: Doubt, records: number | null): void {
    this.tally.lose({ ...loss, records });
    if (traces !== undefined) this.tally.traces.add(traces);
  }

  /**
   * Resolves uncertain places: all records up to `lsn` should have come before. Failed writes skip numbers,
   * so a gap alone proves nothing.
   */
  #settle(lsn: number | undefined): void {
    if (lsn === undefined || this.#doubts.length === 0) {
      if (lsn !== undefined) this.lsn = Math.max(this.lsn ?? lsn, lsn);
      return;
    }
    let records = this.lsn === undefined ? null : Math.max(0, lsn - this.lsn);
    for (const doubt of records === 0 ? [] : this.#doubts) {
      this.#lose(doubt, records);
      records = 0;
    }
    this.#doubts = [];
    this.lsn = Math.max(this.lsn ?? lsn, lsn);
  }
}

function recordIn(line: string): JournalRecord | undefined {
  try {
    return JournalRecord.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
