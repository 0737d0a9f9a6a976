/** A member of an object in a JSON text: its name as written, and where its value stands. */
export interface Member {
  name: string;
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * The members of the object that begins at `from`, in order, without parsing their values. For texts as JSON.stringify
 * writes them: valid, and without spaces between the tokens.
 */
export function membersOf(text: string, from = 0): Member[] {
  const members: Member[] = [];
  for (let at = from + 1; text.charCodeAt(at) === QUOTE; ) {
    const closing = endOfString(text, at);
    const start = closing + 2;
    const end = endOfValue(text, start);
    members.push({ name: text.slice(at + 1, closing), start, end });
    if (text.charCodeAt(end) !== COMMA) break;
    at = end + 1;
  }
  return members;
}

/** Where the string that opens at `quote` closes. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); ; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

/** The place after a value: of the comma or bracket that follows it. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === COMMA && depth === 0) return at;
  }
}
