import { decorateStore } from "../../src/store/decorated-store.ts";
import type { OutboxEntry } from "../../src/store/records.ts";
import type { Store } from "../../src/store/store.ts";
import { conformance } from "./conformance.ts";
import { embedded } from "./embedded-subject.ts";

const open = embedded({});
const toSend = async (): Promise<OutboxEntry[]> => [];
const decorated = (store: Store): Store => decorateStore(store, { unavailable: () => undefined, toSend });

conformance("a decorated store", async () => {
  const { store, reopen, end } = await open();
  return { store: decorated(store), reopen: async () => decorated(await reopen()), end };
});
