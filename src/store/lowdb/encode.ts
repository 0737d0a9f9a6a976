/**
 * Texts one after another as UTF-8, each followed by `after`, behind `room` bytes for a head. Each is encoded on its
 * own: joined first, a single sign beyond Latin 1 would make all of them twice as long in memory.
 */
export function encode(texts: readonly string[], room: number, after = ""): Buffer {
  const gap = after.length;
  let length = room;
  for (const text of texts) length += Buffer.byteLength(text) + gap;
  const bytes = Buffer.allocUnsafe(length);
  let at = room;
  for (const text of texts) {
    at += bytes.write(text, at);
    if (gap > 0) at += bytes.write(after, at, "latin1");
  }
  return bytes;
}
