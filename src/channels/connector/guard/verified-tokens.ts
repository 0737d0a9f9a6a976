import type { CryptoKey } from "jose";
import type { SignedClaims } from "./signed.ts";

interface Verified {
  key: CryptoKey;
  /** milliseconds since 1970 */
  ends: number;
  claims: SignedClaims;
}

const most = 500;

/** Tokens whose signature was verified: the connector shows one for many activities, and to verify it costs more than all else of the guard. */
export class VerifiedTokens {
  readonly #tokens = new Map<string, Verified>();

  /** What a token says, while it holds and the key that signed it is the issuer's. */
  find(token: string, key: CryptoKey, now: number): SignedClaims | undefined {
    const verified = this.#tokens.get(token);
    return verified !== undefined && verified.key === key && now < verified.ends
      ? verified.claims
      : undefined;
  }

  keep(token: string, verified: Verified): void {
    const oldest = this.#tokens.keys().next();
    if (this.#tokens.size >= most && !oldest.done) this.#tokens.delete(oldest.value);
    this.#tokens.set(token, verified);
  }
}
