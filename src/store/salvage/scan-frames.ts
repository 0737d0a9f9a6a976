import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { frameHeadLength, type StatedFrame, statedFrame } from "../embedded/frame.ts";
import { Traces } from "./traces.ts";

/**
 * A range of a journal file: a whole frame, or unreadable bytes. `moved`: displacement from the stated
 * offset.
 */
export type ByteRange = { from: number; to: number } & (
  | { kind: "frame"; lines: string[]; moved: number }
  | { kind: "unreadable"; traces: Traces }
);

const chunk = 1024 * 1024;
const sector = 4096;

/**
 * Yields every whole frame in the first `size` bytes of a journal file, and what is between them. No record has a line
 * like a frame header, so a frame that overlaps the next header is invalid, and no byte is checked twice.
 */
export async function* scanFrames(file: FileHandle, size: number): AsyncGenerator<ByteRange> {
  let done = 0;
  let head: Found | undefined;
  for await (const next of headsIn(file, size)) {
    if (head !== undefined && (await isWhole(file, head, next.at))) {
      if (head.at > done) yield await unreadable(file, done, head.at);
      yield await frameAt(file, head);
      done = head.at + frameHeadLength + head.length;
    }
    head = next;
  }
  if (size > done) yield await unreadable(file, done, size);
}

async function unreadable(file: FileHandle, from: number, to: number): Promise<ByteRange> {
  const traces = new Traces();
  for (let at = from; at < to; at += chunk)
    traces.read((await readAt(file, at, Math.min(chunk + sector, to - at))).toString("utf8"));
  return { kind: "unreadable", from, to, traces };
}

type Found = StatedFrame & { at: number };

/** Yields all possible frame starts, and finally the end of the file. */
async function* headsIn(file: FileHandle, size: number): AsyncGenerator<Found> {
  for (let at = 0; at < size; at += chunk) {
    const bytes = await readAt(file, at, Math.min(chunk + frameHeadLength - 1, size - at));
    for (let found = bytes.indexOf("frame "); found !== -1; found = bytes.indexOf("frame ", found + 1)) {
      const stated = found < chunk ? statedFrame(bytes, found) : undefined;
      if (stated !== undefined) yield { ...stated, at: at + found };
    }
  }
  yield { at: size, offset: size, length: 0, sum: 0 };
}

async function isWhole(file: FileHandle, { at, length, sum }: Found, limit: number): Promise<boolean> {
  const begin = at + frameHeadLength;
  if (length === 0 || begin + length > limit) return false;
  let found = 0;
  for (let done = 0; done < length; done += chunk)
    found = crc32(await readAt(file, begin + done, Math.min(chunk, length - done)), found);
  return found === sum;
}

async function frameAt(file: FileHandle, { at, offset, length }: Found): Promise<ByteRange> {
  const from = at + frameHeadLength;
  const text = (await readAt(file, from, length)).toString("utf8", 0, length - 1);
  return { kind: "frame", from: at, to: from + length, lines: text.split("\n"), moved: at - offset };
}

/** Reads a range; unreadable parts are zero. */
async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const read = (from: number, count: number) => file.read(bytes, from, count, at + from);
  try {
    await read(0, length);
  } catch {
    for (let from = 0; from < length; from += sector)
      await read(from, Math.min(sector, length - from)).catch(() => undefined);
  }
  return bytes;
}
