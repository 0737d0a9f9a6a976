export type SecretKind = "card" | "iban" | "token" | "password" | "identity";

/** A stretch of a text that must not be stored: from `start` up to, not including, `end`. */
export interface Secret {
  kind: SecretKind;
  start: number;
  end: number;
}
