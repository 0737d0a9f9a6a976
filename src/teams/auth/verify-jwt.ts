import { type CryptoKey, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { z } from "zod";
import type { KeyRing } from "./signing-keys.ts";

const LONGEST = 8192;

/** An unverified token, and the key id in its header. */
interface Presented {
  token: string;
  kid: string;
}

/** Reasons to refuse a token before a key lookup. */
type Unpresentable = "none" | "malformed" | "algorithm" | "issuer";

/**
 * Parses an Authorization header. Refuses tokens of other issuers: those of the Emulator, of skills and of the App Service
 * Extension come from Entra, which signs for every app.
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

/**
 * Cache of verified tokens. The connector reuses a token for many activities, and verification dominates the
 * cost.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, Verified>();

  /** Returns the claims of a cached token while it is valid and its key is current. */
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

/** Clock skew documented for Bot Connector authentication. */
const SKEW_SECONDS = 300;

const Payload = z.object({ aud: z.string(), serviceurl: z.string(), tid: z.string().optional() });
type SignedClaims = z.infer<typeof Payload>;

/** Verified claims, and the channels that the key is endorsed for. */
type Signed = SignedClaims & { endorsements: ReadonlySet<string> };

/** Verifies the signature and lifetime of a token. The caller checks the audience. */
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
