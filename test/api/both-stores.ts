import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import type { Store } from "../../src/store/store.ts";
import { keptLog } from "../store/kept-log.ts";
import { startServer } from "../store/postgres/server.ts";

/** Two stores of the same desk, as two processes have them; one and the same where there is only one process. */
export interface Stores {
  here: Store;
  there: Store;
  /** Takes away what they leave once they are closed. */
  remove(): Promise<void>;
}

async function embedded(): Promise<Stores> {
  const folder = await mkdtemp(path.join(tmpdir(), "exit-desk-stores-"));
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  return { here: store, there: store, remove: () => rm(folder, { recursive: true }) };
}

/** No process calls the other: each sees what is stored, and nothing sooner. */
async function onPostgres(): Promise<Stores> {
  const server = await startServer();
  const url = await server.database();
  const open = () => openPostgresStore(url, { log: keptLog(), connections: 4, calls: false });
  return { here: await open(), there: await open(), remove: () => server.end() };
}

export const bothStores: [name: string, open: () => Promise<Stores>][] = [
  ["the embedded store", embedded],
  ["PostgreSQL", onPostgres],
];
