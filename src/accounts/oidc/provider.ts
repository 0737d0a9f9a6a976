import * as client from "openid-client";
import type { OidcConfig } from "../../config/oidc-config.ts";

/** What ties an answer of the provider to the browser that asked. */
export interface FlowSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who signed in at the provider: what it says of them, and the token in which it says so. */
export interface ProviderAnswer {
  claims: Record<string, unknown>;
  idToken: string;
  /** with which it can be asked again; null: it gives none */
  refreshToken: string | null;
}

/** What the provider says of somebody when it is asked again. */
export interface RefreshResult {
  claims: Record<string, unknown>;
  /** all that it says at a sign-in; else what is missing was perhaps just not said */
  whole: boolean;
  /** for the next time, where it gave another one */
  refreshToken: string | null;
}

/** `provider-denied`: the person or the provider said no; `provider-trouble`: it cannot be reached or its answer is not good. */
export type ProviderRefused = { refused: "provider-denied" | "provider-trouble" };

/** The OpenID Connect provider that signs the desk's people in. */
export interface Provider {
  issuer: string;
  clientId: string;
  /** Where to send the browser, and what to remember meanwhile; `fresh`: the person is to sign in there anew. */
  begin(
    redirectUri: string,
    fresh: boolean,
  ): Promise<{ location: string; secrets: FlowSecrets } | ProviderRefused>;
  /** Takes the address with which the browser comes back. */
  finish(callback: URL, secrets: FlowSecrets, fresh: boolean): Promise<ProviderAnswer | ProviderRefused>;
  /** Asks again about somebody who came in; `provider-denied` when they may not any more. */
  again(refreshToken: string, subject: string): Promise<RefreshResult | ProviderRefused>;
  /** Where the browser signs out of the provider too and then goes to `back`; null when the provider has no such place. */
  signOut(idToken: string, back: string): Promise<string | null>;
  /** Where the provider publishes its keys. */
  keysUrl(): Promise<string | null>;
}

const TIMEOUT_SECONDS = 5;
/** how long ago somebody may have signed in there who was asked to do it anew */
const FRESH_SECONDS = 300;

/** What the provider tells besides, where it has a place for that. */
const toldOf = async (
  config: client.Configuration,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown>> =>
  config.serverMetadata().userinfo_endpoint === undefined
    ? {}
    : client.fetchUserInfo(config, accessToken, subject);

/** OAuth's words for somebody who may not any more; others, such as a wrong client secret, are about the desk. */
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

/** Makes the client of a provider; the provider is asked about itself when it is first needed. `tell` hears why it failed. */
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
        const more = await toldOf(config, tokens.access_token, claims.sub);
        const refreshToken = tokens.refresh_token ?? null;
        return { claims: { ...more, ...claims }, idToken: tokens.id_token, refreshToken };
      }),
    again: (refreshToken, subject) =>
      attempt<RefreshResult | ProviderRefused>(async (config) => {
        const tokens = await client.refreshTokenGrant(config, refreshToken);
        const claims = tokens.claims();
        if (claims !== undefined && claims.sub !== subject) return { refused: "provider-denied" };
        const more = await toldOf(config, tokens.access_token, subject);
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
