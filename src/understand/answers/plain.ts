/** A folded text without the courtesies at its ends: "ok go back please" -> "go back". Courtesies alone stay. */
export function plain(folded: string, courtesies: ReadonlySet<string>): string {
  const words = folded.split(" ");
  let [from, to] = [0, words.length];
  while (from < to && courtesies.has(words[from] ?? "")) from++;
  while (to > from && courtesies.has(words[to - 1] ?? "")) to--;
  return from < to ? words.slice(from, to).join(" ") : folded;
}
