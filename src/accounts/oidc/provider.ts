import * as client from "openid-client";
import type { OidcConfig } from "../../config/oidc-config.ts";

/** Values that bind a response of the provider to the browser. */
export interface FlowSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Result of a sign-in: claims and tokens. */
export interface ProviderAnswer {
  claims: Record<string, unknown>;
  idToken: string;
  /** null: none was issued */
  refreshToken: string | null;
}

/** Result of a revalidation. */
export interface RefreshResult {
  claims: Record<string, unknown>;
  /** whether all claims of a sign-in are present; otherwise missing ones mean nothing */
  whole: boolean;
  /** rotated refresh token, if any */
  refreshToken: string | null;
}

/**
 * `provider-denied`: refused by the person or the provider; `provider-trouble`: unreachable, or an invalid
 * response.
 */
export type ProviderRefused = { refused: "provider-denied" | "provider-trouble" };

/** The OpenID Connect provider for staff sign-in. */
export interface Provider {
  issuer: string;
  clientId: string;
  /** Returns the authorization URL, and the values to remember; `fresh` forces a new sign-in. */
  begin(
    redirectUri: string,
    fresh: boolean,
  ): Promise<{ location: string; secrets: FlowSecrets } | ProviderRefused>;
  /** Handles the callback URL. */
  finish(callback: URL, secrets: FlowSecrets, fresh: boolean): Promise<ProviderAnswer | ProviderRefused>;
  /** Refreshes the claims of a subject; `provider-denied` when access was revoked. */
  again(refreshToken: string, subject: string): Promise<RefreshResult | ProviderRefused>;
  /** Returns the logout URL that returns to `back`; null when the provider has none. */
  signOut(idToken: string, back: string): Promise<string | null>;
  /** Returns the URL of the provider's keys. */
  keysUrl(): Promise<string | null>;
}

const TIMEOUT_SECONDS = 5;
/** maximum age in seconds of a forced sign-in */
const FRESH_SECONDS = 300;

/** Returns the claims of the userinfo endpoint, if the provider has one. */
const fetchClaims = async (
  config: client.Configuration,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown>> =>
  config.serverMetadata().userinfo_endpoint === undefined
    ? {}
    : client.fetchUserInfo(config, accessToken, subject);

/** OAuth errors that mean revoked access; others, such as a wrong client secret, concern the desk. */
const no = new Set([
  "invalid_grant",
  "access_denied",
  "interaction_required",
  "login_required",
  "consent_required",
]);

const isOver = (error: unknown): boolean =>
  (error instanceof client.ResponseBodyError && no.has(error.error)) ||
  (error instanceof client.WWWAuthenticateChallengeError && error.status === 401);

const isRefusal = (error: unknown): boolean => error instanceof client.AuthorizationResponseError;

/** Makes the client of a provider. Discovery happens on first use. `tell` is called with errors. */
export function makeProvider(
  { issuer, clientId, clientSecret, scopes }: OidcConfig,
  tell: (error: unknown) => void,
): Provider {
  const insecure = issuer.startsWith("http:") ? { execute: [client.allowInsecureRequests] } : {};
  let known: Promise<client.Configuration> | null = null;
  const discover = (): Promise<client.Configuration> => {
    known ??= client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: TIMEOUT_SECONDS,
        ...insecure,
      })
      .catch((error: unknown) => {
        known = null;
        throw error;
      });
    return known;
  };
  const attempt = async <T>(
    work: (config: client.Configuration) => Promise<T>,
    isNo: (error: unknown) => boolean = isRefusal,
  ): Promise<T | ProviderRefused> => {
    try {
      return await work(await discover());
    } catch (error) {
      if (isNo(error)) return { refused: "provider-denied" };
      tell(error);
      return { refused: "provider-trouble" };
    }
  };

  return {
    issuer,
    clientId,
    begin: (redirectUri, fresh) =>
      attempt(async (config) => {
        const secrets = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const location = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: scopes,
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: "S256",
          ...(fresh && { prompt: "login", max_age: String(FRESH_SECONDS) }),
        });
        return { location: location.href, secrets };
      }),
    finish: (callback, { state, nonce, verifier }, fresh) =>
      attempt<ProviderAnswer | ProviderRefused>(async (config) => {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(fresh && { maxAge: FRESH_SECONDS }),
        });
        const claims = tokens.claims();
        if (claims === undefined || tokens.id_token === undefined) return { refused: "provider-trouble" };
        const more = await fetchClaims(config, tokens.access_token, claims.sub);
        const refreshToken = tokens.refresh_token ?? null;
        return { claims: { ...more, ...claims }, idToken: tokens.id_token, refreshToken };
      }),
    again: (refreshToken, subject) =>
      attempt<RefreshResult | ProviderRefused>(async (config) => {
        const tokens = await client.refreshTokenGrant(config, refreshToken);
        const claims = tokens.claims();
        if (claims !== undefined && claims.sub !== subject) return { refused: "provider-denied" };
        const more = await fetchClaims(config, tokens.access_token, subject);
        const known = { iss: config.serverMetadata().issuer, sub: subject };
        return {
          claims: { ...known, ...more, ...claims },
          whole: claims !== undefined,
          refreshToken: tokens.refresh_token ?? null,
        };
      }, isOver),
    signOut: async (idToken, back) => {
      const url = await attempt(async (config) =>
        config.serverMetadata().end_session_endpoint === undefined
          ? null
          : client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back })
              .href,
      );
      return typeof url === "string" ? url : null;
    },
    keysUrl: async () => {
      const url = await attempt(async (config) => config.serverMetadata().jwks_uri ?? null);
      return typeof url === "string" ? url : null;
    },
  };
}
