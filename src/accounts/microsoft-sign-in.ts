import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { EntraIdentity } from "./account.ts";

/** Whose tokens are believed, and for what app they must be made. */
export interface MicrosoftApp {
  appId: string;
  tenantId: string;
  /** where the desk is reached, which is part of the app's name at Microsoft; null: nowhere beyond this machine */
  host: string | null;
  /** who signs people in: https://login.microsoftonline.com, or that of another cloud */
  authority: string;
}

/** Gives the Microsoft account that a token stands for, or null for one that is not good here. */
export type MicrosoftSignIn = (token: string) => Promise<EntraIdentity | null>;

const KEYS_PATIENCE_MS = 3_000;
const CLOCK_SECONDS = 60;
/** What a token must be good for: the one scope of the app, by which Teams asks for it. */
const SCOPE = "access_as_user";

const Claims = z.object({ oid: z.guid(), tid: z.guid(), scp: z.string() });

/** Makes the check of the tokens that Teams gives to a tab: Microsoft's signature, the tenant, the app, its scope and the time. */
export function makeMicrosoftSignIn(app: MicrosoftApp, now: () => Date): MicrosoftSignIn {
  const { appId, host, tenantId } = app;
  const authority = app.authority.replace(/\/+$/, "");
  const keys = createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`), {
    timeoutDuration: KEYS_PATIENCE_MS,
  });
  const audience = [appId, `api://${appId}`, ...(host === null ? [] : [`api://${host}/botid-${appId}`])];
  const issuer = [`${authority}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        audience,
        issuer,
        clockTolerance: CLOCK_SECONDS,
        requiredClaims: ["exp"],
        currentDate: now(),
      });
      const { oid, tid, scp } = Claims.parse(payload);
      if (tid.toLowerCase() !== tenantId.toLowerCase() || !scp.split(" ").includes(SCOPE)) return null;
      return { tenant: tid, objectId: oid };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  };
}
