import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadMessages } from "../../../src/guide/messages.ts";
import { dataPath } from "../../../src/runtime/paths.ts";
import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { makeHumanDesk } from "../../../src/tickets/service/ticket-service.ts";
import { loadSettings } from "../../../src/tickets/settings.ts";
import { keptLog } from "../kept-log.ts";
import { later, noon, start, ticket, turn } from "../material.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

async function twoStores(): Promise<[Store, Store]> {
  const url = await server.database();
  const open = () => openPostgresStore(url, { log: keptLog(), calls: false, lookEveryMs: 50 });
  return [await open(), await open()];
}

test("a lane of the outbox is one process's until its lease ends or it lets go, in the order of the commits", async () => {
  const [here, there] = await twoStores();
  await here.openConversation(start("a"));
  const outbox = ["o1", "o2"].map((id) => ({ id, conversationId: "a", kind: "mail", lane: "m", payload: 1 }));
  await here.commitTurn(turn("a", null, { outbox }));
  await here.commitTurn(turn("a", null, { outbox: [{ ...outbox[0], id: "o3", lane: "n" } as never] }));
  const ids = async (store: Store, by: string, leaseMs: number) =>
    (await store.takeUnsent({ by, leaseMs })).map(({ id }) => id);
  expect(await ids(here, "one", 3_000)).toEqual(["o1", "o2", "o3"]);
  expect(await ids(there, "two", 60_000)).toEqual([]);
  await here.settleOutbox("o1", { kind: "sent", reason: "", at: noon });
  await sleep(3_050);
  expect(await ids(there, "two", 60_000)).toEqual(["o2", "o3"]);
  expect(await ids(here, "one", 300)).toEqual([]);
  await there.releaseLanes("two");
  expect(await ids(here, "one", 300)).toEqual(["o2", "o3"]);
  for (const store of [here, there]) await store.close();
});

test("an agent who is there in one process keeps a ticket that another process looks after, and no longer than that", async () => {
  const [here, there] = await twoStores();
  let time = noon;
  const parts = {
    words: loadMessages(dataPath("phrases", "en")),
    settings: loadSettings(dataPath("desk.json")),
    now: () => new Date(time),
    enqueue: () => undefined,
    log: () => undefined,
  };
  const one = makeHumanDesk({ ...parts, store: here });
  const other = makeHumanDesk({ ...parts, store: there });
  await here.openConversation(start("a"));
  await here.commitTurn(turn("a", null, { tickets: [ticket(1001, "a")] }));
  await other.runDueTasks();
  const lease = parts.settings.leaseSeconds / 3_600;
  await one.claim(1001, { id: "alder", firstName: "Alder", role: "agent" });
  await expect.poll(async () => (await other.ticket(1001))?.revision).toBe(2);
  await sleep(150);
  time = later(lease * 0.9);
  one.heartbeat("alder");
  await expect
    .poll(async () => (await there.readState(["desk/signs/alder"])).get("desk/signs/alder")?.value)
    .toEqual({
      at: Date.parse(time),
    });
  time = later(lease * 1.8);
  await other.runDueTasks();
  expect((await there.ticket(1001))?.state.kind).toBe("claimed");
  time = later(lease * 2.1);
  await other.runDueTasks();
  expect((await there.ticket(1001))?.state.kind).toBe("queued");
  for (const desk of [one, other]) await desk.stop();
  for (const store of [here, there]) await store.close();
});
