import { type AccessToken, fetchAccessToken } from "./access-token.ts";
import type { ConnectorSettings } from "./settings.ts";

const TIMEOUT_MS = 10_000;

/** A token is renewed this long before it ends. */
const EARLY_MS = 5 * 60_000;

/** How long a token that still holds is used without another try after one that failed. */
const AGAIN_MS = 30_000;

export interface Credentials {
  /** Gives the token for calls to the connector. Throws NoAccessToken when there is none and none can be had. */
  bearer(): Promise<string>;
  /** Notes that the connector did not take this token: the next call gets a new one. */
  refused(token: string): void;
}

/** Keeps one access token: fetched once at a time, renewed before its end, the old one used while that fails. */
export function makeCredentials(settings: ConnectorSettings, now: () => number): Credentials {
  let held: AccessToken = { token: "", ends: Number.NEGATIVE_INFINITY };
  let triedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<AccessToken> | null = null;

  const renew = (): Promise<AccessToken> => {
    triedAt = now();
    underWay ??= fetchAccessToken(settings, now, TIMEOUT_MS)
      .then((fetched) => {
        held = fetched;
        return fetched;
      })
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };

  return {
    async bearer() {
      const left = held.ends - now();
      if (left <= 0) return (await renew()).token;
      if (left < EARLY_MS && now() - triedAt >= AGAIN_MS) void renew().catch(() => undefined);
      return held.token;
    },
    refused(token) {
      if (held.token === token) held = { ...held, ends: Number.NEGATIVE_INFINITY };
    },
  };
}
