import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { copyStore } from "../../src/store/copy-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { openPortable } from "../../src/store/postgres/import-export.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import type { Store } from "../../src/store/store.ts";
import { spawn } from "../own/spawn.ts";
import { keptLog } from "./kept-log.ts";
import {
  claimed,
  incoming,
  later,
  move,
  noon,
  rating,
  receipt,
  reply,
  resolved,
  start,
  ticket,
  turn,
} from "./material.ts";
import { type Server, startServer } from "./postgres/server.ts";

let server: Server;
const folders: string[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const now = () => new Date(later(1));
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "copy-"));
  folders.push(folder);
  return folder;
};
const openFolder = (folder: string) => openEmbeddedStore(folder, { now, log: keptLog() });

/** A desk in which everything happened that a store keeps. */
async function fill(store: Store, conversations: number): Promise<void> {
  for (let number = 0; number < conversations; number += 1) {
    const id = number === 3 ? "odd \u0000 \ud800 id" : `talk ${number}`;
    await store.openConversation(start(id));
    await store.receive(id, incoming("hello \u0000", { keys: [`id:${number}`] }));
    const whole = number % 10 === 0;
    await store.commitTurn(
      turn(id, 1, {
        replies: [reply("hi"), { audience: "desk", activity: reply("a note").activity }],
        state: [
          { key: `directline/conversations/${id}`, value: { of: id }, eTag: null },
          ...(whole ? [{ key: `directline/users/${id}`, value: { of: id }, eTag: null }] : []),
        ],
        tickets: whole ? [ticket(1001 + number, id)] : [],
        receipts: whole ? [receipt(`r${number}`, id)] : [],
        ratings: whole ? [rating(`g${number}`, id)] : [],
        outbox: whole
          ? [1, 2].map((n) => ({
              id: `o${number}.${n}`,
              conversationId: id,
              kind: "mail",
              lane: "m",
              payload: n,
            }))
          : [],
      }),
    );
    if (number % 20 === 0) await store.moveTicket(move(claimed(ticket(1001 + number, id), "alder")));
    if (whole) await store.settleOutbox(`o${number}.1`, { kind: "parked", reason: "gone \u0000", at: noon });
    await store.receive(id, incoming("waits"));
  }
  await store.parkTurn({ conversationId: "talk 5", seq: 4 }, "threw", noon);
  await store.eraseConversation("talk 10");
  await store.moveTicket(move({ ...ticket(1031, "talk 30"), revision: 2, state: resolved }));
  await store.changeStaff((await store.staff(null)).revision, [
    { kind: "account", id: "zoe", value: { id: "zoe", name: "Zoe \u0000" } },
    { kind: "account", id: "alder", value: { id: "alder" } },
    { kind: "invitation", id: "i1", value: { id: "i1" } },
    { kind: "link", id: "l1", value: { id: "l1" } },
  ]);
  for (const key of ["k2", "k1"])
    await store.startSession({ key, account: "zoe", value: { agent: "zoe" } }, []);
  const ends = { first: 1, last: 70, before: "0", hash: "h70" };
  const lines = Array.from({ length: 70 }, (_, at) => ({
    seq: at + 1,
    value: { seq: at + 1, odd: "\ud800" },
  }));
  await store.writeAudit("audit", { from: null, ends, lines });
  await store.writeAudit("audit", { from: ends, ends: { ...ends, first: 3 }, lines: [] });
  await store.writeState([{ key: "desk/accounts", value: { all: ["alder"] }, eTag: null }]);
  await store.writeState([{ key: "test/conversations/never opened", value: { kept: true }, eTag: null }]);
}

/** Short conversations in bulk, many at once, so that their writes share a flush. */
async function fillInBulk(store: Store, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += 800) {
    const ids = Array.from({ length: Math.min(800, to - first) }, (_, n) => `talk ${first + n}`);
    await Promise.all(
      ids.map(async (id) => {
        await store.openConversation(start(id));
        await store.receive(id, incoming("hello"));
        await store.commitTurn(turn(id, 1, { replies: [reply("hi")] }));
      }),
    );
  }
}

test("a desk goes to a database and back, and everything is there, and the desk goes on from there", async () => {
  const [first, second] = [await newFolder(), await newFolder()];
  const url = await server.database();
  const source = await openFolder(first);
  await fill(source, 60);
  const database = await openPortable(url, keptLog());
  const there = await copyStore(source.inPieces(), database);
  expect(there).toMatchObject({
    equal: true,
    from: {
      counts: {
        talk: 60,
        entries: 236,
        ticket: 6,
        state: 7,
        staff: 4,
        session: 2,
        "audit-line": 68,
        "audit-ends": 1,
      },
    },
  });
  const target = await openFolder(second);
  const back = await copyStore(database, target.inPieces());
  expect(back).toEqual({ from: there.from, to: there.from, equal: true });
  expect(await copyStore(source.inPieces(), database)).toEqual(there);
  await database.close();
  await target.close();
  const onDatabase = await openPostgresStore(url, { log: keptLog() });
  for (const store of [onDatabase, await openFolder(second)]) {
    expect(await store.conversation("talk 20")).toEqual(await source.conversation("talk 20"));
    expect(await store.conversation("talk 10")).toBe("erased");
    expect(await store.openTickets()).toEqual(await source.openTickets());
    expect(await store.pendingTurns()).toHaveLength(58);
    expect(
      (await store.receive("talk 7", incoming("again", { keys: ["id:7"], at: later(1) }))).duplicate,
    ).toBe(true);
    expect((await store.staff(null)).all?.ids).toEqual(["zoe", "alder"]);
    expect([...(await store.sessionsOf("zoe")).keys()]).toEqual(["k2", "k1"]);
    expect(await store.auditLines("audit", 1, 100)).toEqual(await source.auditLines("audit", 1, 100));
    expect(await store.reserveTicketNumber()).toBeGreaterThan(1051);
    expect(await store.outboxTroubles()).toEqual(await source.outboxTroubles());
    await store.eraseConversation("talk 20");
    expect((await store.readState(["directline/users/talk 20"])).size).toBe(0);
    await store.close();
  }
  await source.close();
});

test("what a copy held before is told, and left as it was", async () => {
  const source = await openFolder(await newFolder());
  const url = await server.database();
  const other = await openPostgresStore(url, { log: keptLog() });
  for (const store of [source, other]) await store.openConversation(start("a"));
  await other.receive("a", incoming("only there"));
  await other.close();
  const database = await openPortable(url, keptLog());
  expect(await copyStore(source.inPieces(), database)).toMatchObject({
    equal: false,
    to: { counts: { entries: 1 } },
  });
  await database.close();
  await source.close();
});

test("killed in the middle and run again, the command copies a desk of 10,000 talks", async () => {
  const folder = await newFolder();
  const source = await openFolder(folder);
  await fill(source, 400);
  await fillInBulk(source, 400, 10_000);
  await source.close();
  const url = await server.database();
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, ["dist/cli/store-copy.js", ...args], { cwd: projectFolder });
    let output = "";
    child.stdout.on("data", (part) => (output += String(part)));
    child.stderr.on("data", (part) => (output += String(part)));
    return { child, output: () => output, ended: once(child, "close") };
  };
  const countIn = async (): Promise<number> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const found = await client.query("select count(*)::integer as n from conversation").catch(() => null);
    await client.end();
    return found?.rows[0]?.n ?? 0;
  };
  const first = run(folder, url);
  while ((await countIn()) < 20) await sleep(10);
  first.child.kill("SIGKILL");
  await first.ended;
  const between = await countIn();
  expect(between).toBeLessThan(10_000);
  const again = run(folder, url);
  expect((await again.ended)[0], again.output()).toBe(0);
  expect(again.output()).toMatch(/"talk":10000,.*\n.*"talk":10000,.*\nequal\n$/);
  const back = run(url, await newFolder());
  expect((await back.ended)[0], back.output()).toBe(0);
  expect(back.output().split("\n")[0]).toBe(again.output().split("\n")[0]);
}, 300_000);
