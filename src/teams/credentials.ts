import { z } from "zod";
import type { TeamsConfig } from "../config/teams-config.ts";

const MOST_BYTES = 1_000_000;

/** Thrown for a response that is not JSON or is too long. */
class NotJson extends Error {
  readonly code = "not-json";
}

/** Requests JSON without following redirects, and reads at most 1 MB. Throws when there is no response. */
export async function askJson(url: string, init: RequestInit): Promise<{ status: number; value: unknown }> {
  const answer = await fetch(url, { ...init, redirect: "error" });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > MOST_BYTES) throw new NotJson(`${new URL(url).host} answered more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  try {
    return { status: answer.status, value: JSON.parse(Buffer.concat(pieces).toString()) };
  } catch {
    throw new NotJson(`${new URL(url).host} answered ${answer.status} without JSON`);
  }
}

/** Thrown when no access token is issued. The message contains no secret. */
export class NoAccessToken extends Error {
  readonly code = "no-access-token";
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const GrantedUntil = z.object({ access_token: z.string().min(1), expires_on: z.coerce.number().positive() });
const Denied = z.object({ error: z.union([z.string(), z.object({ code: z.string() })]) });

/** Access token for the connector; `ends` in milliseconds since 1970. */
interface AccessToken {
  token: string;
  ends: number;
}

function tokenRequest({ appId, scope, proof }: TeamsConfig): [string, RequestInit] {
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

/**
 * Requests an access token from Entra (client credentials), App Service or the instance metadata service.
 * Throws NoAccessToken.
 */
async function fetchAccessToken(
  settings: TeamsConfig,
  now: () => number,
  timeoutMs: number,
): Promise<AccessToken> {
  const [url, init] = tokenRequest(settings);
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

const TIMEOUT_MS = 10_000;

/** Time before expiry at which a token is renewed. */
const EARLY_MS = 5 * 60_000;

/** Time between renewal attempts while the current token is valid. */
const AGAIN_MS = 30_000;

export interface Credentials {
  /** Returns the access token for the connector. Throws NoAccessToken when none is available. */
  bearer(): Promise<string>;
  /** Invalidates a token that the connector refused; the next call requests a new one. */
  refused(token: string): void;
}

/**
 * Makes a cache of one access token: one request at a time, renewed before expiry, the old one used while
 * that fails.
 */
export function makeCredentials(settings: TeamsConfig, now: () => number): Credentials {
  let current: AccessToken = { token: "", ends: Number.NEGATIVE_INFINITY };
  let triedAt = Number.NEGATIVE_INFINITY;
  let inFlight: Promise<AccessToken> | null = null;

  const renew = (): Promise<AccessToken> => {
    triedAt = now();
    inFlight ??= fetchAccessToken(settings, now, TIMEOUT_MS)
      .then((fetched) => {
        current = fetched;
        return fetched;
      })
      .finally(() => {
        inFlight = null;
      });
    return inFlight;
  };

  return {
    async bearer() {
      const left = current.ends - now();
      if (left <= 0) return (await renew()).token;
      if (left < EARLY_MS && now() - triedAt >= AGAIN_MS) void renew().catch(() => undefined);
      return current.token;
    },
    refused(token) {
      if (current.token === token) current = { ...current, ends: Number.NEGATIVE_INFINITY };
    },
  };
}
