export type SecretKind = "card" | "iban" | "token" | "password" | "identity";
export type ContactKind = "e-mail" | "phone";

/** A match to redact, from `start` up to, but not including, `end`. */
export interface Redacted<Kind extends string> {
  kind: Kind;
  start: number;
  end: number;
}

/** A secret, which must not be stored. */
export type Secret = Redacted<SecretKind>;

/**
 * Returns all matches of a pattern. Searches first, because most texts have none and `matchAll` copies the
 * pattern.
 */
export const matchAll = (text: string, pattern: RegExp): RegExpExecArray[] =>
  text.search(pattern) === -1 ? [] : [...text.matchAll(pattern)];
