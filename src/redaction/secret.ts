export type SecretKind = "card" | "iban" | "token" | "password" | "identity";
export type ContactKind = "e-mail" | "phone";

/** A stretch of a text that must not be seen: from `start` up to, not including, `end`. */
export interface Redacted<Kind extends string> {
  kind: Kind;
  start: number;
  end: number;
}

/** What must not even be stored. */
export type Secret = Redacted<SecretKind>;

/** All hits of a pattern in a text. Most texts have none, which a search tells without a copy of the pattern. */
export const matchAll = (text: string, pattern: RegExp): RegExpExecArray[] =>
  text.search(pattern) === -1 ? [] : [...text.matchAll(pattern)];
