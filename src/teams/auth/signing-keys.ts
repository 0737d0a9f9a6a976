import { type CryptoKey, importJWK } from "jose";
import { z } from "zod";
import { askJson } from "../credentials.ts";

const Metadata = z.object({ jwks_uri: z.url() });
const Key = z.object({
  kty: z.literal("RSA"),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  endorsements: z.array(z.string()).default([]),
});
const KeySet = z.object({ keys: z.array(z.unknown()).max(1000) });

/** A signing key of the connector, and the channels it is endorsed for. */
interface SigningKey {
  key: CryptoKey;
  endorsements: ReadonlySet<string>;
}

async function importKey(candidate: unknown): Promise<[string, SigningKey][]> {
  const parsed = Key.safeParse(candidate);
  if (!parsed.success) return [];
  const { endorsements, kid, ...jwk } = parsed.data;
  const key = await importJWK(jwk, "RS256").catch(() => null);
  return key === null || key instanceof Uint8Array
    ? []
    : [[kid, { key, endorsements: new Set(endorsements) }]];
}

/** Fetches the keys of an OpenID metadata document within `timeoutMs`. Throws when that fails. */
export async function fetchKeys(
  metadataUrl: string,
  timeoutMs: number,
): Promise<ReadonlyMap<string, SigningKey>> {
  const init = { signal: AbortSignal.timeout(timeoutMs) };
  const metadata = Metadata.parse((await askJson(metadataUrl, init)).value);
  if (new URL(metadata.jwks_uri).protocol !== new URL(metadataUrl).protocol)
    throw new Error(`${metadataUrl} names keys at ${metadata.jwks_uri}, which is another protocol`);
  const { keys } = KeySet.parse((await askJson(metadata.jwks_uri, init)).value);
  const found = new Map((await Promise.all(keys.map(importKey))).flat());
  if (found.size === 0) throw new Error(`${metadata.jwks_uri} has no RSA key with a kid`);
  return found;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Key lifetimes: refresh interval, maximum age while refreshing fails, and retry intervals. */
const FRESH_MS = DAY_MS;
const USABLE_MS = 7 * DAY_MS;
const AGAIN_MS = MINUTE_MS;
const AGAIN_WITHOUT_KEYS_MS = 5_000;

interface Parts {
  fetchKeys: () => Promise<ReadonlyMap<string, SigningKey>>;
  /** milliseconds since 1970 */
  now: () => number;
  log: (event: string, about: Record<string, unknown>) => void;
}

/**
 * Cache of the connector's keys: one fetch at a time, refreshed daily in the background, used for at most 7
 * days.
 */
export class KeyRing {
  #keys: ReadonlyMap<string, SigningKey> = new Map();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #inFlight: Promise<void> | null = null;

  constructor(private readonly parts: Parts) {}

  /** Finds a key. An unknown one triggers a refresh, at most once a minute. */
  async find(kid: string): Promise<SigningKey | "unknown-key" | "no-keys"> {
    const age = this.#since(this.#fetchedAt);
    if (age > USABLE_MS) await this.#renew(AGAIN_WITHOUT_KEYS_MS);
    else if (!this.#keys.has(kid)) await this.#renew(AGAIN_MS);
    else if (age > FRESH_MS) void this.#renew(AGAIN_MS);
    if (this.#since(this.#fetchedAt) > USABLE_MS) return "no-keys";
    return this.#keys.get(kid) ?? "unknown-key";
  }

  /** Returns the age in milliseconds. A time in the future, after a clock change, counts as equally old. */
  #since(moment: number): number {
    return Math.abs(this.parts.now() - moment);
  }

  #renew(notBefore: number): Promise<void> {
    if (this.#inFlight !== null) return this.#inFlight;
    if (this.#since(this.#triedAt) < notBefore) return Promise.resolve();
    this.#triedAt = this.parts.now();
    this.#inFlight = this.#fetch().finally(() => {
      this.#inFlight = null;
    });
    return this.#inFlight;
  }

  async #fetch(): Promise<void> {
    try {
      this.#keys = await this.parts.fetchKeys();
      this.#fetchedAt = this.parts.now();
    } catch (error) {
      this.parts.log("connector keys not fetched", {
        reason: error instanceof Error ? error.message : error,
      });
    }
  }
}
