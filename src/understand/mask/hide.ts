import type { Hidden } from "./secret.ts";

/** The text with a mark in place of each stretch, and the kinds that were hidden. Where stretches overlap the first one names the mark. */
export function hide<Kind extends string>(
  text: string,
  stretches: readonly Hidden<Kind>[],
): { text: string; masked: Kind[] } {
  const found = [...stretches].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Hidden<Kind>[] = [];
  for (const stretch of found) {
    const last = kept.at(-1);
    if (last === undefined || stretch.start >= last.end) kept.push({ ...stretch });
    else last.end = Math.max(last.end, stretch.end);
  }
  let out = "";
  let at = 0;
  for (const { kind, start, end } of kept) {
    out += `${text.slice(at, start)}[•••• ${kind}]`;
    at = end;
  }
  return { text: out + text.slice(at), masked: [...new Set(kept.map(({ kind }) => kind))] };
}
