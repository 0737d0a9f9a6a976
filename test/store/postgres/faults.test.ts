import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPostgresStore, type PostgresStoreOptions } from "../../../src/store/postgres/open.ts";
import { smallDisk } from "../faults/tmpfs.ts";
import { keptLog } from "../kept-log.ts";
import { claimed, incoming, move, noon, reply, start, ticket, turn } from "../material.ts";
import { type Server, startServer } from "./server.ts";
import { type Tally, verify, writeUntil } from "./writers.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({ durable: true });
});
afterAll(() => server.end());

const unavailable = { code: "store-unavailable" };
const open = (url: string, options: Partial<PostgresStoreOptions> = {}) =>
  openPostgresStore(url, { log: keptLog(), ...options });

test("T29 killed and restarted five times under load: nothing acknowledged is lost, nothing is doubled", async () => {
  const store = await open(await server.database());
  const stop = { now: false };
  const writers = Array.from({ length: 12 }, (_, index) => writeUntil(store, `talk ${index}`, stop));
  for (let kill = 1; kill <= 5; kill += 1) {
    await sleep(700);
    await server.killAndRestart();
  }
  await sleep(1_000);
  stop.now = true;
  const tallies: Tally[] = await Promise.all(writers);
  const { lost, doubled, kept } = await verify(store, tallies);
  const retries = tallies.reduce((sum, tally) => sum + tally.retries, 0);
  process.stdout.write(
    `killed 5 times: ${kept} messages and answers kept, ${retries} calls tried again, ${lost} lost, ${doubled} doubled\n`,
  );
  expect(retries).toBeGreaterThan(0);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(await store.healthy()).toBe(true);
  await store.close();
});

test("T30 a server that hangs makes calls fail within seconds and the store unhealthy, and both end with it", async () => {
  const store = await open(await server.database());
  await store.openConversation(start("a"));
  await server.freeze();
  const began = Date.now();
  try {
    const calls = [
      store.receive("a", incoming("x", { keys: ["id:1"] })),
      store.readLog("a", { after: 0, limit: 1 }),
    ];
    for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: unavailable });
    expect(await store.healthy()).toBe(false);
    expect(Date.now() - began).toBeLessThan(15_000);
  } finally {
    await server.thaw();
  }
  await expect.poll(() => store.healthy()).toBe(true);
  const again = await store.receive("a", incoming("x", { keys: ["id:1"] }));
  expect(again.entry.seq).toBe(1);
  await store.close();
});

test("T30 connections that are all in use make the next call fail within seconds, and are given back", async () => {
  const url = await server.database();
  const store = await open(url, { connections: 2 });
  for (const id of ["a", "b"]) await store.openConversation(start(id));
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select * from conversation where id = 'a' for update");
  const held = [1, 2].map((n) => store.receive("a", incoming(`held ${n}`)));
  const third = store.receive("b", incoming("no connection"));
  for (const call of await Promise.allSettled([third, ...held]))
    expect(call).toMatchObject({ reason: unavailable });
  await holder.query("commit");
  await holder.end();
  expect(await store.receive("b", incoming("now"))).toMatchObject({ entry: { seq: 1 } });
  await store.close();
});

test("a server without a free connection is a store that is away, not a broken one", async () => {
  const small = await startServer({ connections: 12 });
  const url = await small.database();
  const store = await open(url, { connections: 2 });
  await store.openConversation(start("a"));
  const crowd: pg.Client[] = [];
  try {
    for (;;) {
      const client = new pg.Client({ connectionString: url });
      client.on("error", () => undefined);
      await client.connect();
      crowd.push(client);
    }
  } catch (error) {
    expect(error).toMatchObject({ code: "53300" });
  }
  const calls = await Promise.allSettled(
    Array.from({ length: 4 }, (_, n) => store.receive("a", incoming(`n ${n}`, { keys: [`id:${n}`] }))),
  );
  const reasons = calls.flatMap((call) => (call.status === "rejected" ? [call.reason.code] : []));
  expect(new Set([...reasons, unavailable.code])).toEqual(new Set([unavailable.code]));
  await Promise.all(crowd.map((client) => client.end()));
  expect(await store.receive("a", incoming("now"))).toMatchObject({ duplicate: false });
  await store.close();
  await small.end();
});

test("what calls do not bring is found by looking, also what was begun before and committed after a look", async () => {
  const url = await server.database();
  const silent = { calls: false, lookEveryMs: 100 };
  const [here, there] = [await open(url, silent), await open(url, silent)];
  const seen = { talks: [] as string[], tickets: [] as string[], outbox: 0 };
  there.watch((id, lastSeq) => seen.talks.push(`${id} ${lastSeq}`));
  there.watchTickets(({ number, revision }) => seen.tickets.push(`${number} ${revision}`));
  there.watchOutbox(() => {
    seen.outbox += 1;
  });
  for (const id of ["late", "a"]) await here.openConversation(start(id));
  const late = new pg.Client({ connectionString: url });
  await late.connect();
  await late.query("begin");
  await late.query("select desk_receive('late', $1)", [
    JSON.stringify({
      at: noon,
      keys: [],
      says: [{ audience: "everyone", activity: JSON.stringify({ type: "message", text: "late" }) }],
    }),
  ]);
  const outbox = [{ id: "o1", conversationId: "a", kind: "mail", lane: "a", payload: 1 }];
  await here.receive("a", incoming("hello"));
  await here.commitTurn(turn("a", 1, { replies: [reply("hi")], tickets: [ticket(1001, "a")], outbox }));
  await expect.poll(() => seen.talks.at(-1)).toBe("a 2");
  await here.moveTicket(move(claimed(ticket(1001, "a"), "alder")));
  await expect.poll(() => seen.tickets).toEqual(["1001 1", "1001 2"]);
  await sleep(400);
  expect(seen.talks.filter((told) => told.startsWith("late"))).toEqual([]);
  await late.query("commit");
  await late.end();
  await expect.poll(() => seen.talks.at(-1)).toBe("late 1");
  expect(seen.outbox).toBeGreaterThan(0);
  expect(new Set(seen.talks).size).toBe(seen.talks.length);
  for (const store of [here, there]) await store.close();
});

test("a call reaches the other process long before it would look, and again after its connection was cut", async () => {
  const url = await server.database();
  const [here, there] = [
    await open(url, { lookEveryMs: 3_600_000 }),
    await open(url, { lookEveryMs: 3_600_000 }),
  ];
  const seen: string[] = [];
  there.watch((id, lastSeq) => seen.push(`${id} ${lastSeq}`));
  await here.openConversation(start("a"));
  await here.receive("a", incoming("one"));
  await expect.poll(() => seen).toEqual(["a 1"]);
  const [mine, theirs]: unknown[][] = [[], []];
  here.hear("typing", (what) => mine?.push(what));
  there.hear("typing", (what) => theirs?.push(what));
  there.hear("read", (what) => theirs?.push(what));
  here.pass("typing", { who: "Alder \u0000 \ud800" });
  await expect.poll(() => theirs).toEqual([{ who: "Alder \u0000 \ud800" }]);
  expect(mine).toEqual([]);
  await server.operate(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and (query like 'listen %' or query like '%pg_notify(%')",
  );
  await expect
    .poll(
      async () => {
        await here.receive("a", incoming("more"));
        return seen.length;
      },
      { interval: 200 },
    )
    .toBeGreaterThan(1);
  for (const store of [here, there]) await store.close();
});

test("a call that no desk made is passed over, and the next one is heard", async () => {
  const url = await server.database();
  const [here, there] = [await open(url), await open(url, { lookEveryMs: 3_600_000 })];
  const seen: string[] = [];
  there.watch((id, lastSeq) => seen.push(`${id} ${lastSeq}`));
  await here.openConversation(start("a"));
  const stranger = new pg.Client({ connectionString: url });
  await stranger.connect();
  for (const payload of ["", "hello", "null", '{"talks":[["a"]]}'])
    await stranger.query("select pg_notify('exit_desk', $1)", [payload]);
  await stranger.end();
  await here.receive("a", incoming("one"));
  await expect.poll(() => seen).toEqual(["a 1"]);
  for (const store of [here, there]) await store.close();
});

test("a database that is not there, or lets nobody in, is named by its variable and without its password", async () => {
  const url = await server.database();
  for (const wrong of ["postgres://desk:hunter2@127.0.0.1:1/desk", url.replace(/desk:\w+@/, "desk:hunter2@")])
    await expect(open(wrong)).rejects.toThrow(/^DATABASE_URL: can.t use the database: (?!.*hunter2)/);
});

test("processes that migrate an empty database at once all get on, and it is migrated once", async () => {
  const url = await server.database();
  const stores = await Promise.all(Array.from({ length: 4 }, () => open(url, { connections: 2 })));
  const numbers = await Promise.all(stores.map((store) => store.reserveTicketNumber()));
  expect([...numbers].sort()).toEqual([1001, 1002, 1003, 1004]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select version from exit_desk_schema order by version");
  expect(rows.map(({ version }) => Number(version))).toEqual([...rows.keys()]);
  await client.query("insert into exit_desk_schema (version) values (99)");
  await expect(open(url)).rejects.toThrow(/DATABASE_URL.*schema 99/);
  await client.end();
  for (const store of stores) await store.close();
});

test("T04 a server that has no room for a write is a store that is away, and what is there can be read", async () => {
  const url = await server.database();
  const store = await open(url);
  await store.openConversation(start("a"));
  await store.receive("a", incoming("before", { keys: ["id:1"] }));
  const operator = new pg.Client({ connectionString: url });
  await operator.connect();
  await operator.query(`
    create function no_room() returns trigger language plpgsql as
      $$ begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$;
    create trigger no_room before insert on log_entry execute function no_room();`);
  await expect(store.receive("a", incoming("refused", { keys: ["id:2"] }))).rejects.toMatchObject(
    unavailable,
  );
  expect(await store.readLog("a", { after: 0, limit: 9 })).toHaveLength(1);
  await operator.query("drop trigger no_room on log_entry");
  await operator.end();
  expect((await store.receive("a", incoming("room again", { keys: ["id:2"] }))).entry.seq).toBe(2);
  await store.close();
});

test("T04 a full disk is a store that is away; what was acknowledged stays, and it goes on when there is room", async ({
  skip,
}) => {
  const disk = smallDisk(48);
  if (disk === undefined) return skip("no disk can be mounted here: needs root");
  const folder = join(disk.folder, "space");
  mkdirSync(folder);
  const { uid, gid } = await server.owner();
  chownSync(folder, uid, gid);
  await server.operate(`create tablespace small location '${folder}'`);
  const ballast = join(disk.folder, "ballast");
  try {
    const store = await open(await server.database("tablespace small"));
    await store.openConversation(start("a"));
    writeFileSync(ballast, Buffer.alloc(16 * 1024 * 1024));
    const noise = Array.from({ length: 4_000 }, (_, n) => Math.sin(n).toString(36)).join("");
    let acknowledged = 0;
    const fill = async () => {
      for (; acknowledged < 2_000; acknowledged += 1)
        await store.receive("a", incoming(noise, { keys: [`id:${acknowledged}`], needsTurn: false }));
    };
    await expect(fill()).rejects.toMatchObject(unavailable);
    expect(acknowledged).toBeGreaterThan(0);
    expect((await store.conversation("a")) as object).toMatchObject({ lastSeq: acknowledged });
    rmSync(ballast);
    await store.receive("a", incoming("room again", { keys: [`id:${acknowledged}`] }));
    expect((await store.conversation("a")) as object).toMatchObject({ lastSeq: acknowledged + 1 });
    process.stdout.write(`full disk: ${acknowledged} entries before it, all of them after it\n`);
    await store.close();
  } finally {
    await server.end();
    disk.end();
    server = await startServer();
  }
});
