import { createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Keys, ReadingKey } from "../keys/keys.ts";

/** What a token is for: `talk` opens all calls of the conversation; `stream` only its socket, and not for long, since it stands in a URL; `link` gets a conversation token, for whoever comes back by an e-mail. */
type Purpose = "talk" | "stream" | "link";

/** The tokens that were made or verified last, by their text, so that their signatures need not be looked at again. */
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

/** What a token opens: one conversation, for one person. */
export const Claims = z.object({
  user: z.string().min(1),
  conversation: z.string().min(1),
  /** whose pages may show it; absent: those of any origin that may talk to the desk */
  origins: z.array(z.string()).optional(),
  /** the host page vouched for them */
  host: z.literal(true).optional(),
  /** the grant that it rests on; absent in tokens from before there were any */
  grant: z.string().optional(),
  /** when the host page's word for them ends, in seconds since 1970 */
  word: z.number().optional(),
  /** which of the desk's keys their id comes from, where the host page vouched for them */
  root: z.string().optional(),
  /** made with the Direct Line secret */
  integration: z.literal(true).optional(),
  exp: z.number(),
});
export type Claims = z.infer<typeof Claims>;

/** Whom a token is made for. */
export type Bearer = Omit<Claims, "exp">;

export interface Tokens {
  /** seconds that a conversation token lasts */
  lifetime: number;
  /** `until`: when what it rests on ends, in seconds since 1970, if that is sooner than the token would. */
  issue(to: Bearer, purpose: Purpose, until?: number): string;
  /** Gives what a token opens, or null when it is forged, expired or for something else. At once for a token seen before. */
  read(token: string): Claims | null | Promise<Claims | null>;
  /** The same for the socket's URL. */
  readStream(token: string): Claims | null | Promise<Claims | null>;
  /** The same for the token of a link, which may be over. */
  readLink(token: string): Promise<Claims | null>;
  /** The same for a conversation token that may have expired up to 30 days ago. */
  readStale(token: string): Promise<Claims | null>;
}

const issuer = "exit-desk";
const streamSeconds = 120;
const staleSeconds = 30 * 24 * 3600;
const linkSeconds = 30 * 24 * 3600;
const remembered = 10_000;

const kindFor = ([purpose]: readonly Purpose[]): "mail-links" | "conversations" =>
  purpose === "link" ? "mail-links" : "conversations";

/** A signature has one spelling (RFC 4648, section 3.5), or a token could be altered and still be good. */
const isWellSpelt = (token: string): boolean => {
  const signature = token.slice(token.lastIndexOf(".") + 1);
  return Buffer.from(signature, "base64url").toString("base64url") === signature;
};

/** Makes Direct Line tokens (JWT, HS256) with the first of their keys, and reads those that any of them made. Links of e-mails have keys of their own. */
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
      const token = sign({ ...to, iss: issuer, aud: purpose, iat, exp }, key.bytes);
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

/** A signed token at once; the library does it on other threads, which costs more than the signature. */
function sign(claims: object, key: Buffer): string {
  const content = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}
