/** UTF-8 takes at most so many bytes for each unit of a text. */
const most = 3;

/**
 * Texts one after another as UTF-8, behind `room` bytes for a head. Each is encoded on its own: joined first, a single
 * sign beyond Latin 1 would make all of them twice as long in memory. Room is made for the longest that they could
 * become, which is cheaper than to count first.
 */
export function encode(texts: readonly string[], room = 0): Buffer {
  let length = room;
  for (const text of texts) length += most * text.length;
  const bytes = Buffer.allocUnsafe(length);
  let at = room;
  for (const text of texts) at += bytes.write(text, at);
  return bytes.subarray(0, at);
}
