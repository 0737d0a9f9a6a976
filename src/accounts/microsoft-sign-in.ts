import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { EntraIdentity } from "./account.ts";

/** Trusted issuer and app of Microsoft tokens. */
export interface MicrosoftApp {
  appId: string;
  tenantId: string;
  /** public host of the desk, part of the app's id; null: this machine only */
  host: string | null;
  /** token authority: https://login.microsoftonline.com, or that of another cloud */
  authority: string;
}

/** Returns the Microsoft account of a token, or null when the token is not valid here. */
export type MicrosoftSignIn = (token: string) => Promise<EntraIdentity | null>;

const KEYS_PATIENCE_MS = 3_000;
const CLOCK_SECONDS = 60;
/** Required scope, which Teams requests for the tab. */
const SCOPE = "access_as_user";

const Claims = z.object({ oid: z.guid(), tid: z.guid(), scp: z.string() });

/** Makes the verification of Teams tab tokens: signature, tenant, app, scope and lifetime. */
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
