import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBudget } from "../../src/http/budgets/budget.ts";
import { makeDistributedCounters } from "../../src/http/distributed-counters.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import type { Store } from "../../src/store/store.ts";
import { keptLog } from "../store/kept-log.ts";
import { type Server, startServer } from "../store/postgres/server.ts";

let server: Server;
let stores: Store[];
beforeAll(async () => {
  server = await startServer();
  const url = await server.database();
  stores = [
    await openPostgresStore(url, { log: keptLog() }),
    await openPostgresStore(url, { log: keptLog() }),
  ];
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await server.end();
});

test("T38: who has used a limit up in one process has little of it left in another, and others have all", async () => {
  const rate = { burst: 1000, perSecond: 0.01 };
  const [here, there] = stores.map((store) => makeDistributedCounters(Date.now, store));
  const first = here?.buckets("postsPerAddress", rate);
  const second = there?.buckets("postsPerAddress", rate);
  for (let count = 0; count < 1000; count++) first?.take("203.0.113.7");
  expect(first?.take("203.0.113.7")).toBeGreaterThan(0);

  const refused = async () => (second?.take("203.0.113.7") ?? 0) > 0;
  await expect.poll(refused, { interval: 100 }).toBe(true);
  expect(second?.take("203.0.113.8")).toBe(0);
  here?.close();
  there?.close();
});

test("T49: what strangers store through one process is missing in another, after a twentieth of it", async () => {
  const wide = { burst: 1e9, perHour: 1 };
  const figures = { perConversation: wide, perNetwork: wide, perWideNetwork: wide };
  const narrow = { reserve: 0, ...figures, ofStrangers: { burst: 1_000_000, perHour: 1 } };
  const counts = stores.map((store) => makeDistributedCounters(Date.now, store));
  const [here, there] = counts.map((shared) => makeBudget("storedBytes", narrow, shared));
  const from = { network: "203.0.113.7", wide: "203.0.0.0/16" };
  here?.spend({ conversation: "a", from, began: null, known: false }, 100_000);
  await expect.poll(() => there?.left(), { interval: 100 }).toBeLessThan(0.91);
  expect(there?.left()).toBeGreaterThan(0.89);
  for (const shared of counts) shared.close();
});
