/** UTF-8 takes at most so many bytes for each unit of a text. */
const most = 3;
/** Room that is kept for the next texts, in bytes; for more of them it is made anew. */
const kept = 1024 * 1024;

let room = Buffer.allocUnsafeSlow(kept / 16);

/**
 * Texts one after another as UTF-8, behind `ahead` bytes for a head. Each is encoded on its own: joined first, a single
 * sign beyond Latin 1 would make all of them twice as long in memory. They are written where there is room for the longest
 * that they could become, and copied to where they just fit: that is cheaper than to count first.
 */
export function encode(texts: readonly string[], ahead = 0): Buffer {
  let length = 0;
  for (const text of texts) length += most * text.length;
  const draft = roomFor(length);
  let end = 0;
  for (const text of texts) end += draft.write(text, end);
  const bytes = Buffer.allocUnsafe(ahead + end);
  draft.copy(bytes, ahead, 0, end);
  return bytes;
}

function roomFor(length: number): Buffer {
  if (length <= room.length) return room;
  const larger = Buffer.allocUnsafeSlow(length);
  if (length <= kept) room = larger;
  return larger;
}
