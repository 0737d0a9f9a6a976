import { type CryptoKey, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { z } from "zod";
import type { KeyRing } from "./signing-keys.ts";

const LONGEST = 8192;

/** A token as it came, with the name of the key that it says it is signed with. Nothing of it is proven. */
interface Presented {
  token: string;
  kid: string;
}

/** Why a token is not even worth looking up a key for. */
type Unpresentable = "none" | "malformed" | "algorithm" | "issuer";

/**
 * Reads an Authorization header. Tokens of other issuers end here: those of the Emulator, of skills and of the App
 * Service Extension are Entra's, which signs for every app there is.
 */
export function bearerToken(
  authorization: string | undefined,
  issuer: string,
): Presented | { because: Unpresentable } {
  if (authorization === undefined || authorization.trim() === "") return { because: "none" };
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization.slice(0, LONGEST + 1))?.[1];
  if (token === undefined || authorization.length > LONGEST) return { because: "malformed" };
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== "RS256" || kid === undefined) return { because: "algorithm" };
    return decodeJwt(token).iss === issuer ? { token, kid } : { because: "issuer" };
  } catch {
    return { because: "malformed" };
  }
}

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

/** Bot Connector authentication documents five minutes of clock skew. */
const SKEW_SECONDS = 300;

const Payload = z.object({ aud: z.string(), serviceurl: z.string(), tid: z.string().optional() });
type SignedClaims = z.infer<typeof Payload>;

/** What the connector has signed, and for which channels its key may sign. */
type Signed = SignedClaims & { endorsements: ReadonlySet<string> };

/** Reads who a request is from, or why nothing proves it; whom it is for is not looked at here. */
export async function verifyJwt(
  authorization: string | undefined,
  {
    issuer,
    ring,
    verified,
    now,
  }: { issuer: string; ring: KeyRing; verified: VerifiedTokens; now: () => number },
): Promise<Signed | { because: string }> {
  const shown = bearerToken(authorization, issuer);
  if ("because" in shown) return shown;
  const found = await ring.find(shown.kid);
  if (typeof found === "string") return { because: found };
  const known = verified.find(shown.token, found.key, now());
  if (known !== undefined) return { ...known, endorsements: found.endorsements };
  try {
    const { payload } = await jwtVerify(shown.token, found.key, {
      algorithms: ["RS256"],
      issuer,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ["exp"],
      currentDate: new Date(now()),
    });
    const claims = Payload.parse(payload);
    const ends = ((payload.exp ?? 0) + SKEW_SECONDS) * 1000;
    verified.keep(shown.token, { key: found.key, ends, claims });
    return { ...claims, endorsements: found.endorsements };
  } catch (error) {
    return { because: error instanceof z.ZodError ? "claims" : "signature or time" };
  }
}
