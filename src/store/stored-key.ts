import { randomBytes } from "node:crypto";
import { z } from "zod";
import { StateConflict } from "./errors.ts";
import type { Store } from "./store.ts";

export const StoredKey = z.object({ key: z.string().min(43), since: z.iso.datetime() });

/** Gives a key by which something is signed or hashed. */
export type KeptKey = () => Promise<Buffer>;

/**
 * A random key that the store keeps under `docKey`, so that all processes on it have the same. It is replaced after
 * `lifeMs`, and what it made cannot be made again then.
 */
export function keptKey(
  store: Pick<Store, "readState" | "writeState">,
  docKey: string,
  now: () => Date,
  lifeMs = Number.POSITIVE_INFINITY,
): KeptKey {
  let known: { key: Buffer; until: number } | null = null;
  const read = async (): Promise<{ key: Buffer; until: number }> => {
    const stored = (await store.readState([docKey])).get(docKey);
    const kept = stored && StoredKey.parse(stored.value);
    const until = kept === undefined ? 0 : Date.parse(kept.since) + lifeMs;
    if (kept !== undefined && until > now().getTime())
      return { key: Buffer.from(kept.key, "base64url"), until };
    const value = { key: randomBytes(32).toString("base64url"), since: now().toISOString() };
    try {
      await store.writeState([{ key: docKey, value, eTag: stored?.eTag ?? null }]);
    } catch (error) {
      if (!(error instanceof StateConflict)) throw error;
    }
    return read();
  };
  return async () => {
    if (known === null || known.until <= now().getTime()) known = await read();
    return known.key;
  };
}
