import { createHmac } from "node:crypto";
import { type KeptKey, keptKey } from "../../keys/key-set.ts";
import type { Store } from "../../store/store.ts";
import { type Grant, isInForce } from "./grant.ts";
import { readGrants } from "./grants.ts";

/** after this nobody, not even who has the store, can tell from which address a hash was made */
const KEY_LIFE_MS = 7 * 86_400_000;

/** The key by which networks are hashed, another one each week. */
export const networkKey = (store: Pick<Store, "readState" | "writeState">, now: () => Date): KeptKey =>
  keptKey(store, "desk/network-key", now, KEY_LIFE_MS);

/** What a network is known by: no address, but the same for the same network while the key is. */
export const networkHash = (key: Buffer, network: string): string =>
  createHmac("sha256", key).update(network).digest("base64url").slice(0, 22);

const vouched = ({ kind, uses }: Grant): boolean =>
  kind === "host-user" || (kind === "mail-link" && uses === null);

/** The hashed network of a stranger's conversation; null for one whom the host page vouches for or who came by the link of an e-mail. */
export function strangersNetwork(
  store: Pick<Store, "readState">,
  now: () => Date,
): (conversation: string) => Promise<string | null> {
  return async (conversation) => {
    const { grants } = await readGrants(store, conversation);
    if (grants.some((grant) => vouched(grant) && isInForce(grant, now()))) return null;
    return grants.find(({ network }) => network !== null)?.network ?? null;
  };
}
