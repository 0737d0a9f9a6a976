import type { Store } from "../../src/store/store.ts";

/** A store, and how often each state was read whole and how often its tag was looked at. */
export interface CountedStore {
  store: Store;
  reads(key: string): number;
  looks(key: string): number;
}

/** Counts what is asked of a store. */
export function countReads(store: Store): CountedStore {
  const counts = { reads: new Map<string, number>(), looks: new Map<string, number>() };
  const count = (of: keyof typeof counts, keys: readonly string[]): void => {
    for (const key of keys) counts[of].set(key, (counts[of].get(key) ?? 0) + 1);
  };
  return {
    store: {
      ...store,
      readState: (keys) => {
        count("reads", keys);
        return store.readState(keys);
      },
      stateTags: (keys) => {
        count("looks", keys);
        return store.stateTags(keys);
      },
    },
    reads: (key) => counts.reads.get(key) ?? 0,
    looks: (key) => counts.looks.get(key) ?? 0,
  };
}
