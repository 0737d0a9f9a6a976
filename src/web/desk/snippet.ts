import { hideContacts } from "../../search/hide-contacts.ts";
import { clean } from "../../understand/clean.ts";

const longest = 160;

/** The part of a text around the first of the words, on one line, without addresses and phone numbers. */
export function snippet(text: string, words: string): string {
  const line = hideContacts(text).replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const lower = line.toLowerCase();
  const at = words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => lower.indexOf(word))
    .filter((place) => place >= 0);
  const middle = at.length === 0 ? 0 : Math.min(...at);
  const from = Math.max(0, Math.min(middle - longest / 4, line.length - longest));
  const cut = clean(line.slice(from, from + longest));
  return `${from > 0 ? "…" : ""}${cut.trim()}${from + longest < line.length ? "…" : ""}`;
}
