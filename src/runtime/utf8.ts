/** Maximum number of UTF-8 bytes per UTF-16 code unit. */
const most = 3;
/** Maximum size in bytes of the scratch buffer that is kept between calls. */
const scratchLimit = 1024 * 1024;

let room = Buffer.allocUnsafeSlow(scratchLimit / 16);

/**
 * Encodes texts as consecutive UTF-8, after `ahead` bytes reserved for a header. Encodes each text on its own: if joined,
 * one character beyond Latin-1 would double the memory of all. Writes to a scratch buffer for the worst case and copies
 * the result, which is faster than measuring first.
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
  if (length <= scratchLimit) room = larger;
  return larger;
}
