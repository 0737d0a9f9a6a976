import { createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Keys, ReadingKey } from "../keys/keys.ts";

/**
 * Purpose of a token. `talk` opens all calls; `stream` only the socket, for a short time because it is in a
 * URL; `link` is exchanged by e-mail recipients.
 */
type Purpose = "talk" | "stream" | "link";

/** Cache of issued and verified tokens, which skips repeated signature checks. */
class KnownTokens {
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

  /**
   * Returns the claims of a cached token; null when it has expired or has another purpose, undefined when it
   * is unknown.
   */
  find(token: string, purposes: readonly Purpose[]): Claims | null | undefined {
    const known = this.#known.get(token);
    if (known === undefined) return undefined;
    if (!purposes.includes(known.purpose)) return null;
    if (known.claims.exp * 1000 > this.now()) return known.claims;
    this.#known.delete(token);
    return null;
  }
}

/** Claims of a token: one conversation, for one person. */
export const Claims = z.object({
  user: z.string().min(1),
  conversation: z.string().min(1),
  /** origins that may use the token; absent: all allowed origins */
  origins: z.array(z.string()).optional(),
  /** the host page vouches for the user */
  host: z.literal(true).optional(),
  /** grant of the token; absent in tokens from before grants existed */
  grant: z.string().optional(),
  /** expiry of the host page's token, in seconds since 1970 */
  word: z.number().optional(),
  /** key from which a host user's id is derived */
  root: z.string().optional(),
  /** issued with the Direct Line secret */
  integration: z.literal(true).optional(),
  exp: z.number(),
});
export type Claims = z.infer<typeof Claims>;

/** Subject of a token. */
export type Bearer = Omit<Claims, "exp">;

export interface Tokens {
  /** lifetime of a conversation token in seconds */
  lifetime: number;
  /** Issues a token. `until`: upper bound of its expiry, in seconds since 1970. */
  issue(to: Bearer, purpose: Purpose, until?: number): string;
  /**
   * Returns the claims, or null when the token is forged, expired or for another purpose. Synchronous for
   * cached tokens.
   */
  read(token: string): Claims | null | Promise<Claims | null>;
  /** Verifies the token in a stream URL. */
  readStream(token: string): Claims | null | Promise<Claims | null>;
  /** Verifies the token of a link, which may have expired. */
  readLink(token: string): Promise<Claims | null>;
  /** Verifies a conversation token that may have expired up to 30 days ago. */
  readStale(token: string): Promise<Claims | null>;
}

const issuer = "exit-desk";
const streamSeconds = 120;
const staleSeconds = 30 * 24 * 3600;
const linkSeconds = 30 * 24 * 3600;
const remembered = 10_000;

const kindFor = ([purpose]: readonly Purpose[]): "mail-links" | "conversations" =>
  purpose === "link" ? "mail-links" : "conversations";

/**
 * Returns whether a signature is canonical base64url (RFC 4648, section 3.5); otherwise an altered token
 * would pass.
 */
const isWellSpelt = (token: string): boolean => {
  const signature = token.slice(token.lastIndexOf(".") + 1);
  return Buffer.from(signature, "base64url").toString("base64url") === signature;
};

/**
 * Makes Direct Line tokens (JWT, HS256). Signs with the first key and verifies with any; e-mailed links have
 * separate keys.
 */
export function makeTokens(
  keys: Pick<Keys, "of" | "usedBefore" | "watch">,
  now: () => number,
  lifetime = 1800,
): Tokens {
  const known = new KnownTokens(remembered, now);
  keys.watch(() => known.clear());

  const verify = async (
    token: string,
    audience: Purpose[],
    tolerance = 0,
    [first, ...others]: readonly ReadingKey[] = keys.of(kindFor(audience)),
  ): Promise<{ claims: Claims; purpose: Purpose } | null> => {
    if (first === undefined || !isWellSpelt(token)) return null;
    try {
      const { payload } = await jwtVerify(token, first.bytes, {
        algorithms: ["HS256"],
        issuer,
        audience,
        currentDate: new Date(now()),
        clockTolerance: tolerance,
      });
      if (first.before) keys.usedBefore(kindFor(audience));
      return { claims: Claims.parse(payload), purpose: payload.aud === "stream" ? "stream" : "talk" };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed)
        return verify(token, audience, tolerance, others);
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  };
  const verifyOnce = async (token: string, audience: Purpose[]): Promise<Claims | null> => {
    const verified = await verify(token, audience);
    if (verified === null) return null;
    known.keep(token, verified.claims, verified.purpose);
    return verified.claims;
  };
  const read = (token: string, audience: Purpose[]): Claims | null | Promise<Claims | null> => {
    const claims = known.find(token, audience);
    return claims === undefined ? verifyOnce(token, audience) : claims;
  };

  const seconds: Record<Purpose, number> = { talk: lifetime, stream: streamSeconds, link: linkSeconds };
  return {
    lifetime,
    issue: (
      { user, conversation, origins, host, word, root, grant, integration },
      purpose,
      until = Infinity,
    ) => {
      const iat = Math.floor(now() / 1000);
      const exp = Math.min(iat + seconds[purpose], until);
      const to = {
        user,
        conversation,
        ...(origins && { origins }),
        ...(host && { host }),
        ...(word !== undefined && { word }),
        ...(root !== undefined && { root }),
        ...(grant !== undefined && { grant }),
        ...(integration && { integration }),
      };
      const [key] = keys.of(kindFor([purpose]));
      if (key === undefined) throw new Error("there is no key to sign with");
      const token = signClaims({ ...to, iss: issuer, aud: purpose, iat, exp }, key.bytes);
      const claims = { ...to, exp };
      known.keep(token, claims, purpose);
      return token;
    },
    read: (token) => read(token, ["talk"]),
    readStream: (token) => read(token, ["talk", "stream"]),
    readLink: async (token) => (await verify(token, ["link"], staleSeconds))?.claims ?? null,
    readStale: async (token) => (await verify(token, ["talk"], staleSeconds))?.claims ?? null,
  };
}

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");

/** Signs a token synchronously. The library uses other threads, which costs more than the signature. */
function signClaims(claims: object, key: Buffer): string {
  const content = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}
