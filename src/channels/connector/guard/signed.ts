import { jwtVerify } from "jose";
import { z } from "zod";
import type { KeyRing } from "./key-ring.ts";
import { presented } from "./presented.ts";
import type { VerifiedTokens } from "./verified-tokens.ts";

/** Bot Connector authentication documents five minutes of clock skew. */
const SKEW_SECONDS = 300;

const Payload = z.object({ aud: z.string(), serviceurl: z.string(), tid: z.string().optional() });
export type SignedClaims = z.infer<typeof Payload>;

/** What the connector has signed, and for which channels its key may sign. */
export type Signed = SignedClaims & { endorsements: ReadonlySet<string> };

/** Reads who a request is from, or why nothing proves it; whom it is for is not looked at here. */
export async function signed(
  authorization: string | undefined,
  {
    issuer,
    ring,
    verified,
    now,
  }: { issuer: string; ring: KeyRing; verified: VerifiedTokens; now: () => number },
): Promise<Signed | { because: string }> {
  const shown = presented(authorization, issuer);
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
