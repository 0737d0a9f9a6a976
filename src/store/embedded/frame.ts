import { crc32 } from "node:zlib";
import { encode } from "../../runtime/utf8.ts";

export const frameHeadLength = 35;
const headLength = frameHeadLength;

/**
 * The bytes of one group of records as they are written at `offset`: a line that names place, length and checksum, then
 * the records. These come in pieces, and each of them ends with a line break.
 */
export function frame(offset: number, pieces: readonly string[]): Buffer {
  const bytes = encode(pieces, headLength);
  bytes.write(head(offset, bytes.length - headLength, crc32(bytes.subarray(headLength))), 0, "latin1");
  return bytes;
}

/** What a journal file holds: the lines of every whole frame from the start, where they end, and what follows. */
export interface Frames {
  lines: string[];
  end: number;
  /** of the heads of these frames; each of them has its records' checksum, so it stands for all bytes up to `end` */
  sum: number;
  /** `torn`: the write of the last frame was cut off; `damaged`: whole frames follow, so these bytes had been acknowledged */
  rest: "none" | "torn" | "damaged";
}

/** The checksum of a file's frames with one more of them, which is at `at`. */
export function sumWith(sum: number, bytes: Buffer, at = 0): number {
  return crc32(bytes.subarray(at, at + headLength), sum);
}

/** Reads frames up to `until`. A frame is written only after the one before it is on disk, which tells a torn end from damage. */
export function readFrames(bytes: Buffer, until = bytes.length): Frames {
  const lines: string[] = [];
  let end = 0;
  let sum = 0;
  while (end < until) {
    const length = frameLength(bytes, end, until);
    if (length === undefined)
      return { lines, end, sum, rest: laterFrame(bytes, end, until) ? "damaged" : "torn" };
    const text = bytes.toString("utf8", end + headLength, end + length - 1);
    for (const line of text.split("\n")) lines.push(line);
    sum = sumWith(sum, bytes, end);
    end += length;
  }
  return { lines, end, sum, rest: "none" };
}

/** What a frame's head says. */
export interface StatedFrame {
  offset: number;
  length: number;
  sum: number;
}

/** The head that is at `at`, wherever it says that it belongs and whatever follows it. */
export function statedFrame(bytes: Buffer, at: number): StatedFrame | undefined {
  const text = bytes.toString("latin1", at, at + headLength);
  const [, offset, length, sum] =
    /^frame ([0-9a-f]{10}) ([0-9a-f]{8}) ([0-9a-f]{8})\n$/
      .exec(text)
      ?.map((part) => Number.parseInt(part, 16)) ?? [];
  return offset === undefined || length === undefined || sum === undefined
    ? undefined
    : { offset, length, sum };
}

function head(offset: number, length: number, sum: number): string {
  return `frame ${hex(offset, 10)} ${hex(length, 8)} ${hex(sum, 8)}\n`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function frameLength(bytes: Buffer, offset: number, until: number): number | undefined {
  if (offset + headLength > until) return undefined;
  const stated = Number.parseInt(bytes.toString("latin1", offset + 17, offset + 25), 16);
  const length = headLength + stated;
  if (Number.isNaN(stated) || stated === 0 || offset + length > until) return undefined;
  const expected = head(offset, stated, crc32(bytes.subarray(offset + headLength, offset + length)));
  return bytes.toString("latin1", offset, offset + headLength) === expected ? length : undefined;
}

function laterFrame(bytes: Buffer, after: number, until: number): boolean {
  for (let at = bytes.indexOf("frame ", after + 1); at !== -1; at = bytes.indexOf("frame ", at + 1)) {
    if (frameLength(bytes, at, until) !== undefined) return true;
  }
  return false;
}
