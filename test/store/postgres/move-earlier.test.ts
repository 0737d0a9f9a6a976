import { afterAll, beforeAll, expect, test } from "vitest";
import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { keptLog } from "../kept-log.ts";
import { earlierDesk, heldByStaff } from "../staff-of-before.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

test("processes that start at once on a database of an earlier version find all of its staff, once", async () => {
  const url = await server.database();
  const open = (): Promise<Store> => openPostgresStore(url, { log: keptLog(), connections: 2, calls: false });
  const before = await open();
  await before.writeState(earlierDesk.states);
  const stores = await Promise.all([open(), open(), open()]);
  for (const store of stores) expect(await heldByStaff(store)).toEqual(earlierDesk.held);
  for (const store of [before, ...stores]) await store.close();
  const again = await open();
  expect(await heldByStaff(again)).toEqual(earlierDesk.held);
  await again.close();
});
