import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import { RecentLog } from "../../../src/store/postgres/store-events.ts";
import type { Store } from "../../../src/store/store.ts";
import { keptLog } from "../kept-log.ts";
import { incoming, noon, reply, start, turn } from "../material.ts";
import { type Server, startServer } from "./server.ts";

const eventually = { timeout: 60_000 };
let server: Server;
let here: Store;
let there: Store;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());
beforeEach(async () => {
  const url = await server.database();
  here = await openPostgresStore(url, { log: keptLog(), connections: 2 });
  there = await openPostgresStore(url, { log: keptLog(), connections: 2 });
  await here.openConversation(start("a"));
});
afterEach(async () => {
  for (const store of [here, there]) await store.close();
});

const all = { after: 0, limit: 100 };
const woken = (after = 0, limit = 100) => here.readLogTexts("a", { after, limit, woken: true });

test("a reader that is woken reads what was appended here as it stands in the log", async () => {
  await here.receive("a", incoming("one"));
  await here.commitTurn(turn("a", 1, { replies: [reply("two"), reply("three")] }));
  const read = await here.readLogTexts("a", all);
  expect(read).toHaveLength(3);
  expect(await woken()).toEqual(read);
  expect(await woken(1)).toEqual(read.slice(1));
  expect(await woken(0, 2)).toEqual(read.slice(0, 2));
  expect(await woken(3)).toEqual([]);
});

test("it is given the end of a log without the database, for a second and while nobody else has gone on", () => {
  let time = 0;
  const recent = new RecentLog(() => time);
  const rows = (...seqs: number[]) =>
    seqs.map((seq) => ({ seq, at: noon, audience: "everyone" as const, activity: "{}" }));
  recent.keep("a", rows(4, 5));
  recent.keep("a", rows(6));
  expect(recent.after("a", 4)).toEqual(rows(5, 6));
  expect(recent.after("a", 2)).toEqual([]);
  recent.keep("a", rows(8));
  expect(recent.after("a", 6)).toEqual([]);
  expect(recent.after("a", 7)).toEqual(rows(8));
  recent.grown("a", 8);
  expect(recent.after("a", 7)).toEqual(rows(8));
  recent.grown("a", 9);
  expect(recent.after("a", 7)).toEqual([]);
  recent.keep("b", rows(1));
  time = 1_001;
  expect(recent.after("b", 0)).toEqual([]);
});

test("what another process appended is read too, once a call or a look has told of it", async () => {
  await here.receive("a", incoming("one"));
  let told = 0;
  here.watch((_, lastSeq) => {
    told = lastSeq;
  });
  await there.commitTurn(turn("a", 1, { replies: [reply("two")] }));
  await expect.poll(() => told, eventually).toBe(2);
  expect(await woken()).toEqual(await here.readLogTexts("a", all));
  await here.receive("a", incoming("three"));
  expect(await woken()).toHaveLength(3);
  expect(await woken(2)).toHaveLength(1);
});

test("nothing of an erased talk is left", async () => {
  await here.receive("a", incoming("one"));
  await here.eraseConversation("a");
  expect(await woken()).toEqual([]);
});
