import { join } from "node:path";
import { StoreFileError } from "../store-file-error.ts";
import type { JournalRecord } from "./change.ts";
import type { Folders } from "./folders.ts";
import type { Manifest } from "./manifest.ts";
import { readSegment, type Segment, segmentNumber, segmentPath } from "./segment.ts";
import type { JournalEnd } from "./segment-writer.ts";

/** What the journal holds beyond the manifest: its records, where it ends, and how many bytes after that were cut off. */
export interface JournalContent {
  records: JournalRecord[];
  end: JournalEnd;
  bytes: number;
  torn: number;
}

/** The numbers of the segments that are there, in order. */
export async function segmentNumbers({ disk, root }: Folders): Promise<number[]> {
  const names = await disk.list(join(root, "journal"));
  return names.map(segmentNumber).filter((number) => number !== undefined);
}

/**
 * Reads every segment from the manifest's on, newest first, because each says how much of the one before it counts.
 * While a desk writes, `until` is where the journal ended that it had acknowledged.
 */
export async function readJournal(
  folders: Folders,
  manifest: Manifest,
  until?: JournalEnd,
): Promise<JournalContent> {
  const newest = until?.segment ?? (await segmentNumbers(folders)).at(-1) ?? 0;
  const segments: Segment[] = [];
  for (let number = Math.max(newest, manifest.segment); number >= manifest.segment; number -= 1) {
    segments.unshift(await readOne(folders, number, segments[0]?.head.previous ?? until?.length));
  }
  const lsn = checkOrder(folders, manifest, segments);
  const last = segments.at(-1);
  return {
    records: segments.flatMap(({ records }) => records),
    end: { store: manifest.store, segment: last?.head.segment ?? 0, length: last?.end ?? 0, lsn },
    bytes: segments.reduce((sum, { end }) => sum + end, 0),
    torn: last?.torn ?? 0,
  };
}

async function readOne(folders: Folders, number: number, counts: number | undefined): Promise<Segment> {
  const path = segmentPath(folders.root, number);
  const bytes = await folders.disk.read(path);
  if (bytes === undefined) throw new StoreFileError(path, "is missing");
  const segment = readSegment(path, bytes, counts);
  if (segment.head.segment !== number) throw new StoreFileError(path, `is segment ${segment.head.segment}`);
  return segment;
}

/** Gives the last lsn when the segments follow one another and belong to the manifest's store. */
function checkOrder(folders: Folders, manifest: Manifest, segments: readonly Segment[]): number {
  let lsn = manifest.lsn;
  for (const { head, records } of segments) {
    const path = segmentPath(folders.root, head.segment);
    if (head.store !== manifest.store) throw new StoreFileError(path, "belongs to another store");
    if (head.lsn !== lsn)
      throw new StoreFileError(path, `begins after record ${head.lsn} and should after ${lsn}`);
    for (const record of records) {
      if (record.lsn <= lsn) throw new StoreFileError(path, `holds record ${record.lsn} after ${lsn}`);
      lsn = record.lsn;
    }
  }
  return lsn;
}
