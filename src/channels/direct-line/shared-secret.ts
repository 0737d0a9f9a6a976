import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Store } from "../../store/port.ts";
import { StateConflict } from "../../store/store-errors.ts";

const Kept = z.object({ secret: z.string().min(16) });

/** The secret that all processes on one database use: the configured one, else one that the first of them made and the store keeps. */
export async function sharedSecret(
  store: Pick<Store, "readState" | "writeState">,
  configured: string | null,
  key = "desk/direct-line-secret",
): Promise<string> {
  if (configured !== null) return configured;
  const kept = (await store.readState([key])).get(key);
  if (kept !== undefined) return Kept.parse(kept.value).secret;
  const secret = randomBytes(32).toString("base64url");
  try {
    await store.writeState([{ key, value: { secret }, eTag: null }]);
    return secret;
  } catch (error) {
    if (error instanceof StateConflict) return sharedSecret(store, configured, key);
    throw error;
  }
}
