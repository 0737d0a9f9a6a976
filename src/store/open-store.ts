import type { EmbeddedStore } from "./embedded/embedded-store.ts";
import { openEmbeddedStore } from "./embedded/open.ts";
import { openPostgresStore } from "./postgres/open.ts";
import type { Store, StoreLog } from "./store.ts";

/** Where a desk keeps everything: in a database, or, without one, in a folder of its own. */
export interface StorePlace {
  databaseUrl: string | null;
  dataDir: string;
}

/** An open store; `embedded` is the same one when it is in a folder. */
export interface OpenStore {
  store: Store;
  embedded: EmbeddedStore | null;
}

/** Opens the store at this place. Of a folder the caller holds the desk's socket; a database takes any number of processes. */
export async function openStore(
  { databaseUrl, dataDir }: StorePlace,
  parts: { now: () => Date; log: StoreLog },
): Promise<OpenStore> {
  if (databaseUrl !== null) return { store: await openPostgresStore(databaseUrl, parts), embedded: null };
  const embedded = await openEmbeddedStore(dataDir, parts);
  return { store: embedded, embedded };
}
