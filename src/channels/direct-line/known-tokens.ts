import type { Claims } from "./token.ts";

/** What a token is for: `talk` opens all calls of the conversation; `stream` only its socket, and not for long, since it stands in a URL; `link` gets a talk token, for whoever comes back by an e-mail. */
export type Purpose = "talk" | "stream" | "link";

/** The tokens that were made or verified last, by their text, so that their signatures need not be looked at again. */
export class KnownTokens {
  readonly #known = new Map<string, { claims: Claims; purpose: Purpose }>();

  constructor(
    private readonly most: number,
    private readonly now: () => number,
  ) {}

  keep(token: string, claims: Claims, purpose: Purpose): void {
    this.#known.set(token, { claims, purpose });
    const oldest = this.#known.keys().next();
    if (this.#known.size > this.most && !oldest.done) this.#known.delete(oldest.value);
  }

  clear(): void {
    this.#known.clear();
  }

  /** What a known token opens, null when it has expired or is for something else, undefined when it is not known. */
  find(token: string, purposes: readonly Purpose[]): Claims | null | undefined {
    const known = this.#known.get(token);
    if (known === undefined) return undefined;
    if (!purposes.includes(known.purpose)) return null;
    if (known.claims.exp * 1000 > this.now()) return known.claims;
    this.#known.delete(token);
    return null;
  }
}
