import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import type { Store } from "../../../src/store/store.ts";
import type { OpenSubject } from "../conformance.ts";
import { keptLog } from "../kept-log.ts";
import type { Server } from "./server.ts";

/** A store in a database of its own. Opening it again leaves the first one open, as a second process would. */
export const postgres =
  (server: () => Server): OpenSubject =>
  async () => {
    const url = await server().database();
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
