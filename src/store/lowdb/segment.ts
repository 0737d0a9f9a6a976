import { join } from "node:path";
import { z } from "zod";
import { StoreFileError } from "../store-file-error.ts";
import { JournalRecord } from "./change.ts";
import { readFrames } from "./frame.ts";

/** The first line of a segment: whose it is, which one, the last lsn before it, and how many bytes of the one before count. */
const SegmentHead = z.object({
  kind: z.literal("journal"),
  store: z.uuid(),
  segment: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  previous: z.number().int().nonnegative(),
});
type SegmentHead = z.infer<typeof SegmentHead>;

/** One segment, read and checked. `end` is where its whole frames end, `torn` how many bytes follow. */
export interface Segment {
  head: SegmentHead;
  records: JournalRecord[];
  end: number;
  torn: number;
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

/** Reads a segment. `counts` is how many of its bytes the next one says were acknowledged; undefined for the newest. */
export function readSegment(path: string, bytes: Buffer, counts?: number): Segment {
  if (counts !== undefined && counts > bytes.length) {
    throw new StoreFileError(path, `is cut: ${counts} bytes were acknowledged and it has ${bytes.length}`);
  }
  const { lines, end, rest } = readFrames(bytes, counts);
  const [first, ...others] = lines;
  if (first === undefined)
    throw new StoreFileError(path, "does not begin as a journal segment of this store");
  if (rest === "damaged" || (rest === "torn" && counts !== undefined)) {
    throw new StoreFileError(path, `is damaged at byte ${end}, where acknowledged records were`);
  }
  try {
    const head = SegmentHead.parse(JSON.parse(first));
    const records = others.map((line) => JournalRecord.parse(JSON.parse(line)));
    return { head, records, end, torn: (counts ?? bytes.length) - end };
  } catch (cause) {
    throw new StoreFileError(path, "holds a record that this version of Exit Desk cannot read", { cause });
  }
}
