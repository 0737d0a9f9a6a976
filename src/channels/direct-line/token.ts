import { createHmac, createSecretKey } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

/** What a token opens: one conversation, for one person. */
export const Claims = z.object({ user: z.string().min(1), conversation: z.string().min(1), exp: z.number() });
export type Claims = z.infer<typeof Claims>;

/** `talk` opens all calls of the conversation; `stream` only its socket, and not for long, since it stands in a URL; `link` gets a talk token, for whoever comes back by an e-mail. */
type Purpose = "talk" | "stream" | "link";

export interface Tokens {
  /** seconds that a talk token lasts */
  lifetime: number;
  issue(to: { user: string; conversation: string }, purpose: Purpose): Promise<string>;
  /** Gives what a token opens, or null when it is forged, expired or for something else. At once for a token seen before. */
  read(token: string): Claims | null | Promise<Claims | null>;
  /** The same for the socket's URL. */
  readStream(token: string): Promise<Claims | null>;
  /** The same for the token of a link. */
  readLink(token: string): Promise<Claims | null>;
  /** The same for a talk token that may have expired up to 30 days ago. */
  readStale(token: string): Promise<Claims | null>;
}

const issuer = "exit-desk";
const streamSeconds = 120;
const staleSeconds = 30 * 24 * 3600;
const linkSeconds = 30 * 24 * 3600;
const remembered = 20_000;

/** Makes and reads Direct Line tokens (JWT, HS256). */
export function makeTokens(secret: string, now: () => number, lifetime = 1800): Tokens {
  const key = createSecretKey(createHmac("sha256", secret).update("direct-line token").digest());
  const seen = new Map<string, Claims>();

  const verify = async (token: string, audience: Purpose[], tolerance = 0): Promise<Claims | null> => {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ["HS256"],
        issuer,
        audience,
        currentDate: new Date(now()),
        clockTolerance: tolerance,
      });
      return Claims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  };
  const remember = async (token: string): Promise<Claims | null> => {
    const claims = await verify(token, ["talk"]);
    if (claims === null) return null;
    const [oldest] = seen.keys();
    if (seen.size >= remembered && oldest !== undefined) seen.delete(oldest);
    seen.set(token, claims);
    return claims;
  };

  const seconds: Record<Purpose, number> = { talk: lifetime, stream: streamSeconds, link: linkSeconds };
  return {
    lifetime,
    issue: ({ user, conversation }, purpose) => {
      const at = Math.floor(now() / 1000);
      return new SignJWT({ user, conversation })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setIssuer(issuer)
        .setAudience(purpose)
        .setIssuedAt(at)
        .setExpirationTime(at + seconds[purpose])
        .sign(key);
    },
    read: (token) => {
      const claims = seen.get(token);
      if (claims === undefined) return remember(token);
      if (claims.exp * 1000 > now()) return claims;
      seen.delete(token);
      return null;
    },
    readStream: (token) => verify(token, ["talk", "stream"]),
    readLink: (token) => verify(token, ["link"]),
    readStale: (token) => verify(token, ["talk"], staleSeconds),
  };
}
