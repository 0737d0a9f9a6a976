import { type KeyParts, type Keys, openKeys } from "../../src/keys/keys.ts";
import type { Store } from "../../src/store/store.ts";

/** The keys of a desk on this store, and the events that they tell. */
export async function keysOn(store: Store, more: Partial<KeyParts> = {}): Promise<Keys & { told: string[] }> {
  const told: string[] = [];
  const tell = (event: string): void => void told.push(event);
  const now = (): Date => new Date();
  const parts = { store, now, keysSecrets: [], configured: null, file: null, tell, ...more };
  return { ...(await openKeys(parts)), told };
}
