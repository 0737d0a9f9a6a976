import type { Storage, StoreItems } from "botbuilder";
import type { StateWrite, Store } from "../../src/store/store.ts";

type StateStore = Pick<Store, "readState" | "writeState" | "deleteState">;

/**
 * Bot Framework's `Storage` over the desk's store. An item without an eTag, or with `*`, overwrites; another eTag
 * must be the stored one, or the write throws StateConflict and nothing of it is kept. An empty eTag is refused.
 */
export function botbuilderStorage(store: StateStore): Storage {
  return {
    async read(keys) {
      const found = await store.readState(keys);
      const items: StoreItems = {};
      for (const [key, { value, eTag }] of found) setOwn(items, key, { ...value, eTag });
      return items;
    },
    async write(changes) {
      await store.writeState(Object.entries(changes).map(([key, item]) => stateWrite(key, item)));
    },
    async delete(keys) {
      await store.deleteState(keys);
    },
  };
}

function stateWrite(key: string, item: Record<string, unknown>): StateWrite {
  const { eTag, ...value } = item;
  if (eTag === "") throw new RangeError(`the eTag of ${key} is empty`);
  return { key, value, eTag: typeof eTag === "string" ? eTag : "*" };
}

/** Assignment would make `__proto__` the prototype instead of a key. */
function setOwn(items: StoreItems, key: string, value: unknown): void {
  Object.defineProperty(items, key, { value, enumerable: true, configurable: true, writable: true });
}
