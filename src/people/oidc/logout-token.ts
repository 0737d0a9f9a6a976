import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import type { Provider } from "./provider.ts";

/** Whose sessions end: those of one session at the provider, or all of somebody's. */
export interface EndedThere {
  subject: string | null;
  sid: string | null;
}

/** Reads a logout token; null for one that is not good here. */
export type LogoutCheck = (token: string) => Promise<EndedThere | null>;

const KEYS_PATIENCE_MS = 3_000;
const CLOCK_SECONDS = 60;
const LOGOUT = "http://schemas.openid.net/event/backchannel-logout";

const Claims = z
  .object({
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.object({ [LOGOUT]: z.object({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** Makes the check of the tokens with which a provider says that somebody has signed out (OpenID Connect Back-Channel Logout 1.0). */
export function makeLogoutCheck(
  provider: Pick<Provider, "issuer" | "clientId" | "keysUrl">,
  tell: (error: unknown) => void,
): LogoutCheck {
  let known: JWTVerifyGetKey | null = null;
  const keys = async (): Promise<JWTVerifyGetKey | null> => {
    if (known !== null) return known;
    const url = await provider.keysUrl();
    known = url === null ? null : createRemoteJWKSet(new URL(url), { timeoutDuration: KEYS_PATIENCE_MS });
    return known;
  };
  return async (token) => {
    const key = await keys();
    if (key === null) return null;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: provider.issuer,
        audience: provider.clientId,
        clockTolerance: CLOCK_SECONDS,
        requiredClaims: ["iat", "jti"],
        maxTokenAge: 300,
      });
      const { sub = null, sid = null } = Claims.parse(payload);
      return { subject: sub, sid };
    } catch (error) {
      if (!(error instanceof z.ZodError) && !(error instanceof errors.JOSEError)) throw error;
      tell(error);
      return null;
    }
  };
}
