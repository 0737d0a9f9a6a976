import { afterAll, beforeAll } from "vitest";
import type { Store } from "../../../src/store/port.ts";
import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import { conformance, type OpenSubject } from "../conformance.ts";
import { keptLog } from "../kept-log.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

/** A store in a database of its own. Opening it again leaves the first one open, as a second process would. */
const postgres: OpenSubject = async () => {
  const url = await server.database();
  const open = () => openPostgresStore(url, { log: keptLog(), connections: 4 });
  const opened = [await open()];
  return {
    store: opened[0] as Store,
    async reopen() {
      const store = await open();
      opened.push(store);
      return store;
    },
    async end() {
      for (const store of opened) await store.close();
    },
  };
};

conformance("the store on PostgreSQL", postgres);
