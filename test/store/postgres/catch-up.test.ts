import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../../src/store/postgres/database.ts";
import { openPostgresStore, Poller } from "../../../src/store/postgres/open.ts";
import { StoreEvents } from "../../../src/store/postgres/store-events.ts";
import { keptLog } from "../kept-log.ts";
import { start, ticket, turn } from "../material.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

/** A database behind a slow line: what it answered arrives when `arrive` is called. */
class FarDatabase extends Database {
  answered = 0;
  arrive: () => void = () => undefined;
  #arriving = new Promise<void>((resolve) => {
    this.arrive = resolve;
  });

  override async value<T>(name: string, text: string, values?: readonly unknown[]): Promise<T> {
    const value = await super.value<T>(name, text, values);
    this.answered += 1;
    if (name === "look") await this.#arriving;
    return value;
  }
}

test("a ticket that another process tells of while a look is under way is seen at once, not at the next look", async () => {
  const url = await server.database();
  const log = keptLog();
  const there = await openPostgresStore(url, { log, calls: false });
  await there.openConversation(start("a"));
  const database = new FarDatabase(url, 2, log);
  const news = new StoreEvents(log);
  const seen: number[] = [];
  news.watchTickets(({ number }) => seen.push(number));
  const catchUp = new Poller(database, news, log);
  await catchUp.start(3_600_000);
  const looking = catchUp.look();
  await expect.poll(() => database.answered).toBe(2);
  await there.commitTurn(turn("a", null, { tickets: [ticket(1001, "a")] }));
  const heard = catchUp.heard({ talks: [], tickets: [["a", 1001]], outbox: false, passed: [] });
  database.arrive();
  await Promise.all([looking, heard]);
  expect(seen).toEqual([1001]);
  await catchUp.stop();
  await database.close();
  await there.close();
});
