/** A stretch of a text; `href` is null where it is no web address. */
export interface TextSegment {
  text: string;
  href: string | null;
}

const address = /https?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const notAtTheEnd = /[.,;:!?)\]}'"]+$/;

/** Finds the http and https addresses in a text; the parts put together are the text. */
export function splitLinks(text: string): TextSegment[] {
  const parts: TextSegment[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(notAtTheEnd, "");
    if (!URL.canParse(found)) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null });
    parts.push({ text: found, href: new URL(found).href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}
