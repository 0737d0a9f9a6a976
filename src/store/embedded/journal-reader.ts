import { join } from "node:path";
import { StoreFileError } from "../errors.ts";
import type { Folders } from "./folders.ts";
import type { JournalRecord } from "./journal-operation.ts";
import type { Manifest } from "./manifest.ts";
import type { JournalEnd } from "./segment.ts";
import {
  endBefore,
  readSegment,
  type Segment,
  type SegmentEnd,
  segmentNumber,
  segmentPath,
} from "./segment.ts";

/** Journal after the manifest: its records, its end, and ignored bytes. */
export interface JournalContent {
  records: JournalRecord[];
  end: JournalEnd;
  bytes: number;
  torn: number;
  /** older segments in which ignored bytes may follow the end */
  beyond: { path: string; end: number; bytes: number }[];
}

/** Lists the segment numbers, sorted. */
export async function segmentNumbers({ disk, root }: Folders): Promise<number[]> {
  const names = await disk.list(join(root, "journal"));
  return names.map(segmentNumber).filter((number) => number !== undefined);
}

/** Returns the seal of a cleanly stopped store, unless a newer segment exists. */
export function sealOf({ seal }: Manifest, newest: number): Manifest["seal"] {
  return seal !== undefined && newest <= seal.segment ? seal : undefined;
}

/**
 * Reads the segments from the manifest on, newest first, because each records the end of the previous one. The seal
 * records that of the newest. `until`: the acknowledged end while a desk is writing.
 */
export async function readJournal(
  folders: Folders,
  manifest: Manifest,
  until?: JournalEnd,
): Promise<JournalContent> {
  const found = until?.segment ?? (await segmentNumbers(folders)).at(-1) ?? 0;
  const seal = until === undefined ? sealOf(manifest, found) : undefined;
  const newest = Math.max(found, manifest.segment, seal?.segment ?? 0);
  let stated: SegmentEnd | undefined = until && { length: until.length, exact: false };
  if (seal !== undefined) stated = { length: seal.length, sum: seal.sum, exact: true };
  const segments: Segment[] = [];
  for (let number = newest; number >= manifest.segment; number -= 1) {
    const segment = await readOne(folders, number, stated);
    stated = endBefore(segment.head);
    segments.unshift(segment);
  }
  const lsn = checkOrder(folders, manifest, segments);
  const last = segments.at(-1);
  const { segment = 0 } = last?.head ?? {};
  return {
    records: segments.flatMap(({ records }) => records),
    end: { store: manifest.store, segment, length: last?.end ?? 0, lsn, sum: last?.sum ?? 0 },
    bytes: segments.reduce((sum, { end }) => sum + end, 0),
    torn: last?.torn ?? 0,
    beyond: segments.slice(0, -1).flatMap(({ head, end, beyond }) => {
      return beyond === 0 ? [] : [{ path: segmentPath(folders.root, head.segment), end, bytes: beyond }];
    }),
  };
}

async function readOne(folders: Folders, number: number, stated?: SegmentEnd): Promise<Segment> {
  const path = segmentPath(folders.root, number);
  const bytes = await folders.disk.read(path);
  if (bytes === undefined) throw new StoreFileError(path, "is missing");
  const segment = readSegment(path, bytes, stated);
  if (segment.head.segment !== number) throw new StoreFileError(path, `is segment ${segment.head.segment}`);
  return segment;
}

/** Verifies that the segments are consecutive and belong to the store. Returns the last lsn. */
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
