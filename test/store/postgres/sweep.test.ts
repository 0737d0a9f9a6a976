import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../../src/store/postgres/database.ts";
import { openPostgresStore, sweep } from "../../../src/store/postgres/open.ts";
import { keptLog } from "../kept-log.ts";
import { incoming, start } from "../material.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

test("a sweep removes all keys of the day before and the lanes that nobody holds, and nothing else", async () => {
  const url = await server.database();
  const log = keptLog();
  const store = await openPostgresStore(url, { log });
  await store.openConversation(start("a"));
  await store.receive("a", incoming("hello", { keys: ["id:1"] }));
  const operator = new pg.Client({ connectionString: url });
  await operator.connect();
  await operator.query(
    `insert into delivery_key (conversation, key, seq, stored_at)
     select 'a', 'old ' || n, 1, now() - interval '27 hours' from generate_series(1, 25001) n`,
  );
  await operator.query(
    `insert into outbox_lane values ('left', 'gone', now() - interval '2 hours'),
      ('held', 'here', now() + interval '1 minute')`,
  );
  const database = new Database(url, 1, log);
  await sweep(database);
  await database.close();
  const texts = async (query: string) => (await operator.query(query)).rows.map(({ text }) => text);
  expect(await texts("select key as text from delivery_key")).toEqual(["id:1"]);
  expect(await texts("select lane as text from outbox_lane")).toEqual(["held"]);
  expect(await store.receive("a", incoming("hello", { keys: ["id:1"] }))).toMatchObject({ duplicate: true });
  await operator.end();
  await store.close();
});
