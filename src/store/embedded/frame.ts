import { crc32 } from "node:zlib";
import { encode } from "../../runtime/utf8.ts";

export const frameHeadLength = 35;
const headLength = frameHeadLength;

/**
 * Serializes a group of records as a frame at `offset`: a header line with offset, length and checksum, then the records.
 * Each piece ends with a line break.
 */
export function frame(offset: number, pieces: readonly string[]): Buffer {
  const bytes = encode(pieces, headLength);
  bytes.write(head(offset, bytes.length - headLength, crc32(bytes.subarray(headLength))), 0, "latin1");
  return bytes;
}

/** Content of a journal file: the lines of all whole frames, where they end, and what follows. */
export interface Frames {
  lines: string[];
  end: number;
  /**
   * checksum over the frame headers; each contains its records' checksum, so it covers all bytes up to `end`
   */
  sum: number;
  /**
   * `torn`: the last write was interrupted; `damaged`: whole frames follow, so acknowledged bytes are
   * unreadable
   */
  rest: "none" | "torn" | "damaged";
}

/** Returns the checksum of a file's frames with one more frame, located at `at`. */
export function sumWith(sum: number, bytes: Buffer, at = 0): number {
  return crc32(bytes.subarray(at, at + headLength), sum);
}

/**
 * Reads frames up to `until`. A frame is written after the previous one is durable, which tells a torn end
 * from damage.
 */
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

/** Parsed header of a frame. */
export interface StatedFrame {
  offset: number;
  length: number;
  sum: number;
}

/** Parses the frame header at `at`, whatever offset it states. */
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
