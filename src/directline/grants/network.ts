import { createHmac } from "node:crypto";
import { type KeptKey, keptKey } from "../../keys/key-set.ts";
import type { Store } from "../../store/store.ts";
import { type Grant, isInForce } from "./grant.ts";
import { readGrants } from "./grants.ts";

/** lifetime of the key; later nobody can derive an address from a hash, not even with the store */
const KEY_LIFE_MS = 7 * 86_400_000;

/** Makes the key that hashes networks. It rotates weekly. */
export const networkKey = (store: Pick<Store, "readState" | "writeState">, now: () => Date): KeptKey =>
  keptKey(store, "desk/network-key", now, KEY_LIFE_MS);

/** Returns the keyed hash of a network. It is stable while the key is. */
export const networkHash = (key: Buffer, network: string): string =>
  createHmac("sha256", key).update(network).digest("base64url").slice(0, 22);

const isVouched = ({ kind, uses }: Grant): boolean =>
  kind === "host-user" || (kind === "mail-link" && uses === null);

/** Returns the hashed network of an anonymous conversation; null for host users and e-mailed links. */
export function strangersNetwork(
  store: Pick<Store, "readState">,
  now: () => Date,
): (conversation: string) => Promise<string | null> {
  return async (conversation) => {
    const { grants } = await readGrants(store, conversation);
    if (grants.some((grant) => isVouched(grant) && isInForce(grant, now()))) return null;
    return grants.find(({ network }) => network !== null)?.network ?? null;
  };
}
