import { type CryptoKey, importJWK } from "jose";
import { z } from "zod";
import { askJson } from "../ask-json.ts";

const Metadata = z.object({ jwks_uri: z.url() });
const Key = z.object({
  kty: z.literal("RSA"),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  endorsements: z.array(z.string()).default([]),
});
const KeySet = z.object({ keys: z.array(z.unknown()).max(1000) });

/** A key of the connector, and the channels whose activities may be signed with it. */
export interface SigningKey {
  key: CryptoKey;
  endorsements: ReadonlySet<string>;
}

async function imported(candidate: unknown): Promise<[string, SigningKey][]> {
  const parsed = Key.safeParse(candidate);
  if (!parsed.success) return [];
  const { endorsements, kid, ...jwk } = parsed.data;
  const key = await importJWK(jwk, "RS256").catch(() => null);
  return key === null || key instanceof Uint8Array
    ? []
    : [[kid, { key, endorsements: new Set(endorsements) }]];
}

/** Fetches the keys that an OpenID metadata document names, all in `timeoutMs`; throws when they cannot be had. */
export async function fetchKeys(
  metadataUrl: string,
  timeoutMs: number,
): Promise<ReadonlyMap<string, SigningKey>> {
  const init = { signal: AbortSignal.timeout(timeoutMs) };
  const metadata = Metadata.parse((await askJson(metadataUrl, init)).value);
  if (new URL(metadata.jwks_uri).protocol !== new URL(metadataUrl).protocol)
    throw new Error(`${metadataUrl} names keys at ${metadata.jwks_uri}, which is another protocol`);
  const { keys } = KeySet.parse((await askJson(metadata.jwks_uri, init)).value);
  const found = new Map((await Promise.all(keys.map(imported))).flat());
  if (found.size === 0) throw new Error(`${metadata.jwks_uri} has no RSA key with a kid`);
  return found;
}
