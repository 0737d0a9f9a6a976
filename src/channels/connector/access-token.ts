import { z } from "zod";
import { askJson } from "./ask-json.ts";
import type { ConnectorSettings } from "./settings.ts";

/** Thrown when Entra or the machine's identity does not give a token; the message has no secret in it. */
export class NoAccessToken extends Error {
  readonly code = "no-access-token";
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const GrantedUntil = z.object({ access_token: z.string().min(1), expires_on: z.coerce.number().positive() });
const Denied = z.object({ error: z.union([z.string(), z.object({ code: z.string() })]) });

/** A token for calls to the connector, and when it ends, in milliseconds since 1970. */
export interface AccessToken {
  token: string;
  ends: number;
}

function asked({ appId, scope, proof }: ConnectorSettings): [string, RequestInit] {
  if (proof.kind === "managed") {
    const query = { "api-version": proof.apiVersion, resource: scope, client_id: appId };
    const url = new URL(proof.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return [url.href, { headers: proof.headers }];
  }
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: appId,
    client_secret: proof.password,
    scope: `${scope}/.default`,
  });
  return [`${proof.loginUrl}/oauth2/v2.0/token`, { method: "POST", body }];
}

/** Asks for an access token: at Entra (client credentials), App Service or the instance metadata service. Throws NoAccessToken. */
export async function fetchAccessToken(
  settings: ConnectorSettings,
  now: () => number,
  timeoutMs: number,
): Promise<AccessToken> {
  const [url, init] = asked(settings);
  const { host } = new URL(url);
  const from = now();
  const { status, value } = await askJson(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      throw new NoAccessToken(`${host} gave no access token`, { cause });
    },
  );
  const granted = Granted.safeParse(value);
  if (status === 200 && granted.success)
    return { token: granted.data.access_token, ends: from + granted.data.expires_in * 1000 };
  const until = GrantedUntil.safeParse(value);
  if (status === 200 && until.success)
    return { token: until.data.access_token, ends: until.data.expires_on * 1000 };
  const denied = Denied.safeParse(value);
  const why = denied.success ? denied.data.error : "";
  throw new NoAccessToken(
    `MicrosoftAppId: ${host} answered ${status} ${typeof why === "string" ? why : why.code}`.trim(),
  );
}
