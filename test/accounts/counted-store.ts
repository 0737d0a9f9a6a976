import type { Store } from "../../src/store/store.ts";

/** A store, and how often it was asked for the staff, and for one session with its account. */
export interface CountedStore {
  store: Store;
  /** how many accounts it gave as part of the staff */
  accountsRead(): number;
  /** how often it was asked what of the staff has changed */
  staffLooks(): number;
  sessionLooks(): number;
}

/** Counts what is asked of a store. */
export function countReads(store: Store): CountedStore {
  const counts = { accounts: 0, staff: 0, sessions: 0 };
  return {
    store: {
      ...store,
      staff: async (revision) => {
        counts.staff += 1;
        const read = await store.staff(revision);
        counts.accounts += read.accounts.length;
        return read;
      },
      sessionWithAccount: (key) => {
        counts.sessions += 1;
        return store.sessionWithAccount(key);
      },
    },
    accountsRead: () => counts.accounts,
    staffLooks: () => counts.staff,
    sessionLooks: () => counts.sessions,
  };
}
