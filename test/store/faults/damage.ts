import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesBelow } from "../../../src/store/embedded/disk.ts";

/** Ways in which a file stops being what the store wrote. */
export const damages: readonly [string, (whole: Buffer) => Buffer][] = [
  ["empty", () => Buffer.alloc(0)],
  ["null", () => Buffer.from("null")],
  ["[]", () => Buffer.from("[]")],
  ["another program's JSON", () => Buffer.from('{"posts":[]}\n')],
  ["garbage", (whole) => Buffer.from(whole.map((byte, index) => (byte * 31 + index) % 256))],
  ["a byte order mark in front", (whole) => Buffer.concat([Buffer.from("\ufeff"), whole])],
  ["without its first byte", (whole) => whole.subarray(1)],
  [
    "with one changed byte",
    (whole) => Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte))),
  ],
];

/** Cut off somewhere; of a journal's newest segment that is a torn end and no damage. */
export const cuts: readonly [string, (whole: Buffer) => Buffer][] = [
  ["cut in half", (whole) => whole.subarray(0, whole.length >> 1)],
  ["without its last byte", (whole) => whole.subarray(0, -1)],
];

export async function damage(path: string, how: (whole: Buffer) => Buffer): Promise<void> {
  await writeFile(path, how(await readFile(path)));
}

/** What is in a folder: a hash of each file by its path. */
export async function fingerprint(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for await (const path of filesBelow(folder)) {
    hashes[path] = createHash("sha256")
      .update(await readFile(join(folder, path)))
      .digest("hex");
  }
  return hashes;
}
