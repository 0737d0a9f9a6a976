/** The form in which words are compared: lower case, no apostrophes, no accents, anything else that is no letter or digit a space. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’‘`´\u200b-\u200f\ufeff]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
