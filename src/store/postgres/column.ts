import { createHash } from "node:crypto";

/** bytes; an index of the server takes about 2,700 */
const longestId = 2_000;
const longestKey = 400;

/** Any text as a column takes it: a NUL and half a surrogate pair as JSON writes them. */
export const toColumn = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The text that was given to `toColumn`. */
export const fromColumn = (column: string): string => JSON.parse(`"${column}"`);

/** A conversation's id as a column takes it. Throws RangeError when it is too long to be found again. */
export function idColumn(id: string): string {
  const column = toColumn(id);
  if (column.length > longestId || Buffer.byteLength(column) > longestId)
    throw new RangeError(`the store takes ids of at most ${longestId} bytes`);
  return column;
}

/** A key as an index takes it, however long it is. */
export function keyColumn(key: string): string {
  const column = toColumn(key);
  if (column.length <= longestKey) return column;
  return `sha256:${createHash("sha256").update(column).digest("hex")}`;
}
