import type { ConversationFile, SeenKey } from "./conversation-file.ts";
import { segmentLength } from "./conversation-file.ts";
import type { LogSegment } from "./conversation-log.ts";

/** A day, and room for clocks that are set while the desk runs. */
const kept = 26 * 3_600_000;

/** Where a delivery with one of these keys was seen. Sealed keys must be known. */
export function seenBefore(file: ConversationFile, keys: readonly string[]): SeenKey | undefined {
  for (const key of keys) {
    const seen = file.keys.get(key);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** Brings the keys of the last day back from segment files, newest first, after the document was read from disk. */
export async function recallSealedKeys(
  file: ConversationFile,
  now: string,
  readSegment: (from: number) => Promise<LogSegment>,
): Promise<void> {
  if (file.knowsSealedKeys) return;
  const since = Date.parse(now) - kept;
  for (let from = file.sealed - segmentLength + 1; from > 0; from -= segmentLength) {
    const { keys } = await readSegment(from);
    for (const [key, seen] of keys) if (!file.keys.has(key)) file.keys.set(key, seen);
    if ([...keys.values()].every(({ at }) => Date.parse(at) < since)) break;
  }
  file.knowsSealedKeys = true;
}

/** Drops keys of sealed entries that are more than a day older than the newest one. */
export function forgetOldKeys(file: ConversationFile): void {
  const newest = [...file.keys.values()].reduce((latest, { at }) => Math.max(latest, Date.parse(at)), 0);
  for (const [key, { seq, at }] of file.keys) {
    if (seq <= file.sealed && Date.parse(at) < newest - kept) file.keys.delete(key);
  }
}
