/** No recogniser sees more of a text than this. */
export const LONGEST_UNDERSTOOD = 250;

/** At most 250 characters of a text: all of it, or its beginning and its end, where people say what they want. */
export function gist(text: string): string {
  if (text.length <= LONGEST_UNDERSTOOD) return text;
  const half = LONGEST_UNDERSTOOD / 2 - 1;
  const beginning = text.slice(0, half).replace(/\s\S*$/u, "");
  const end = text.slice(-half).replace(/^\S*\s/u, "");
  return `${beginning}\n${end}`;
}
