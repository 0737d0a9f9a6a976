import { afterEach, beforeEach } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import type { OpenSubject, Subject } from "../conformance.ts";

/** An empty store for each test of a describe block. `store()` is the one in use, `reopen()` starts it anew. */
export function subject(open: OpenSubject): { store(): Store; reopen(): Promise<Store> } {
  let current: Subject;
  let store: Store;
  beforeEach(async () => {
    current = await open();
    store = current.store;
  });
  afterEach(() => current.end());
  return {
    store: () => store,
    async reopen() {
      store = await current.reopen();
      return store;
    },
  };
}
