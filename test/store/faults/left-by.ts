import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { places } from "../../../src/store/embedded/folders.ts";
import { frame } from "../../../src/store/embedded/frame.ts";

/** The folder of a closed store as a killed process leaves it: without the seal. */
export async function unseal(folder: string): Promise<void> {
  const path = places.manifest(folder);
  const { seal, ...manifest } = JSON.parse(await readFile(path, "utf8")).document;
  const body = JSON.stringify(manifest);
  const sum = crc32(body).toString(16).padStart(8, "0");
  await writeFile(path, `{"sum":"${sum}","document":${body}}\n`);
}

/** The frames of a journal segment, one after another. */
export function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += frames.at(-1)?.length ?? 0)
    frames.push(
      bytes.subarray(at, at + 35 + Number.parseInt(bytes.toString("latin1", at + 17, at + 25), 16)),
    );
  return frames;
}

/** The folder of a closed store as the version before seals left it: no segment tells more than the length of the one before. */
export async function asEarlierVersion(folder: string): Promise<void> {
  await unseal(folder);
  let previous = 0;
  for (const name of (await readdir(join(folder, "journal"))).sort()) {
    const path = join(folder, "journal", name);
    const [first, ...others] = framesOf(await readFile(path)).map((one) => one.toString("utf8", 35));
    const { sum, beyond, ...head } = JSON.parse(first ?? "");
    const payloads = [`${JSON.stringify({ ...head, previous })}\n`, ...others];
    previous = 0;
    const frames = payloads.map((payload) => {
      const bytes = frame(previous, [payload]);
      previous += bytes.length;
      return bytes;
    });
    await writeFile(path, Buffer.concat(frames));
  }
}
