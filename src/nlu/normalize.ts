/** The form in which words are compared: lower case, no apostrophes, no accents, anything else that is no letter or digit a space. */
export function normalize(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’‘`´\u200b-\u200f\ufeff]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** No recogniser sees more of a text than this. */
export const MAX_NLU_CHARACTERS = 250;

/** At most 250 characters of a text: all of it, or its beginning and its end, where people say what they want. */
export function truncateForNlu(text: string): string {
  if (text.length <= MAX_NLU_CHARACTERS) return text;
  const half = MAX_NLU_CHARACTERS / 2 - 1;
  const beginning = text.slice(0, half).replace(/\s\S*$/u, "");
  const end = text.slice(-half).replace(/^\S*\s/u, "");
  return `${beginning}\n${end}`;
}

/** A folded text without the courtesies at its ends: "ok go back please" -> "go back". Courtesies alone stay. */
export function plain(folded: string, courtesies: ReadonlySet<string>): string {
  const words = folded.split(" ");
  let [from, to] = [0, words.length];
  while (from < to && courtesies.has(words[from] ?? "")) from++;
  while (to > from && courtesies.has(words[to - 1] ?? "")) to--;
  return from < to ? words.slice(from, to).join(" ") : folded;
}
