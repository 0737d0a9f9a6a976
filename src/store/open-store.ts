import type { EmbeddedStore } from "./embedded/embedded-store.ts";
import { openEmbeddedStore } from "./embedded/open.ts";
import { openPostgresStore } from "./postgres/open.ts";
import type { Store, StoreLog } from "./store.ts";

/** Location of a store: a database, or a folder. */
export interface StorePlace {
  databaseUrl: string | null;
  dataDir: string;
}

/** An open store; `embedded` is set when it is in a folder. */
export interface OpenStore {
  store: Store;
  embedded: EmbeddedStore | null;
}

/**
 * Opens a store. For a folder the caller must hold the desk's socket; a database may be shared by processes.
 */
export async function openStore(
  { databaseUrl, dataDir }: StorePlace,
  parts: { now: () => Date; log: StoreLog },
): Promise<OpenStore> {
  if (databaseUrl !== null) return { store: await openPostgresStore(databaseUrl, parts), embedded: null };
  const embedded = await openEmbeddedStore(dataDir, parts);
  return { store: embedded, embedded };
}
