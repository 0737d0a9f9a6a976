const LONGEST_MESSAGE = 4_000;

/** A text that can be stored anywhere: at most 4,000 characters, well-formed Unicode, no NUL. */
export function clean(text: string): string {
  const capped =
    text.length > LONGEST_MESSAGE ? text.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, "") : text;
  return capped.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd");
}
