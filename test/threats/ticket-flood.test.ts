import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Browser } from "../api/browser.ts";
import { startDesk } from "../cli/running-desk.ts";
import { crew } from "../processes/crew.ts";
import { startServer } from "../store/postgres/server.ts";
import { addressIn, crowd, Stranger } from "./strangers.ts";

async function opened(more: Record<string, string> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-tickets-"));
  // first, so that it is done last: nothing is removed under a desk that runs
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const desk = await startDesk(folder, undefined, { TRUST_PROXY: "1", LOG_LEVEL: "warn", ...more });
  const [oak] = (await crew(desk.url, desk.output(), 1)) as [Browser];
  const listed = async (state: string) => (await oak.get(`/tickets?state=${state}&limit=200`)).body;
  return { desk, oak, listed };
}

/** Hears what the desk's webhook is told. */
async function receiver(): Promise<{ url: string; heard: unknown[] }> {
  const heard: unknown[] = [];
  const server = createServer(async (req, res) => {
    heard.push(await json(req));
    res.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

async function until(check: () => Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await check()); await sleep(100))
    if (Date.now() > end) throw new Error("it did not come to that");
}

test("T50: of a flood from one /64 ten tickets join the queue, the others wait in quarantine, and a person from elsewhere gets in", async () => {
  const { desk, oak, listed } = await opened();
  const flood = Array.from({ length: 60 }, (_, n) => new Stranger(desk.url, addressIn(3, n + 1)));
  expect(await crowd(60, 20, async (n) => (await flood[n]?.begin())?.ask())).toBe(0);
  await until(async () => (await listed("queued")).total + (await listed("quarantined")).total === 60);
  expect((await listed("queued")).total).toBe(10);
  const held = (await oak.get("/quarantine")).body;
  expect(held).toMatchObject({ total: 50, networksTotal: 1, acts: [] });
  expect(held.networks[0]).toMatchObject({ tickets: 50, queued: 10, because: "network", distress: 0 });

  const neighbour = await new Stranger(desk.url, addressIn(4)).begin();
  await neighbour.ask();
  await until(async () => (await listed("queued")).total === 11);
  const last = await flood[59]?.heard();
  expect(last?.text.join("\n")).toContain("Nothing you wrote is lost");
});

test("T50: a flood from 700 networks does not drown the queue; a person who was talking gets in by a proof of work, and no webhook hears of what is held back", async () => {
  const hook = await receiver();
  const { desk, oak, listed } = await opened({ TICKET_WEBHOOK_URL: hook.url });
  const known = await new Stranger(desk.url, "198.51.100.7").begin();
  await known.say("I want to delete my account");
  expect(await crowd(700, 40, async (n) => (await new Stranger(desk.url, addressIn(n)).begin()).ask())).toBe(
    0,
  );
  await until(
    async () => (await listed("queued")).total + (await listed("quarantined")).total === 700,
    60_000,
  );
  const drowned = (await listed("queued")).total;
  expect(drowned).toBeLessThanOrEqual(20);

  await known.ask();
  await until(async () => (await known.heard()).events.includes("desk.challenge"));
  expect((await known.heard()).text.join("\n")).toContain("quick automatic check");
  expect((await listed("queued")).total).toBe(drowned);
  const before = performance.now();
  expect(await known.prove()).toBe(true);
  const took = performance.now() - before;
  expect(await known.prove()).toBe(true);
  expect((await listed("queued")).total).toBe(drowned + 1);
  await until(async () => (await known.heard()).text.some((text) => text.endsWith("is in the queue now.")));
  await until(async () => hook.heard.length === drowned + 1);
  expect((await oak.get("/quarantine")).body).toMatchObject({ total: 701 - 1 - drowned });
  expect(desk.output().match(/tickets unusual/g)).toHaveLength(1);
  process.stdout.write(`T50: ${drowned} of 700 in the queue; the proof took ${Math.round(took)} ms\n`);
});

test("T50: what a network has in quarantine is let in or closed at once, and closing it can be undone", async () => {
  const { desk, oak, listed } = await opened();
  const people = Array.from({ length: 40 }, (_, n) => new Stranger(desk.url, addressIn(5, n + 1)));
  expect(await crowd(40, 20, async (n) => (await people[n]?.begin())?.ask())).toBe(0);
  await until(async () => (await listed("quarantined")).total === 30);
  const { network } = (await oak.get("/quarantine")).body.networks[0];
  const [first] = (await listed("quarantined")).tickets;
  expect((await oak.post(`/tickets/${first.number}/let-in`)).body.ticket.state.kind).toBe("queued");
  expect((await oak.post(`/tickets/${first.number}/let-in`)).status).toBe(409);

  const { act, left } = (await oak.post(`/quarantine/${network}/close`, { queued: true })).body;
  expect({ tickets: act.tickets, left }).toEqual({ tickets: 40, left: 0 });
  expect([(await listed("queued")).total, (await listed("quarantined")).total]).toEqual([0, 0]);
  const told = await Promise.all(people.map(async (one) => (await one.heard()).text.join("\n")));
  expect(told.every((text) => text.includes("Still need us?"))).toBe(true);

  expect((await oak.get("/quarantine")).body.acts).toEqual([act]);
  expect((await oak.post(`/quarantine/acts/${act.id}/undo`)).body).toEqual({ tickets: 40 });
  expect((await oak.post(`/quarantine/acts/${act.id}/undo`)).status).toBe(404);
  expect([(await listed("queued")).total, (await listed("quarantined")).total]).toEqual([11, 29]);

  expect((await oak.post(`/quarantine/${network}/let-in`)).body).toEqual({ tickets: 29 });
  expect((await listed("queued")).total).toBe(40);
  const deeds = (await oak.get("/audit?limit=4")).body.lines.map(({ what }: { what: string }) => what);
  expect(deeds.slice(0, 3)).toEqual(["network let in", "network opened again", "network closed"]);
});

test("T50: three processes on one database count one network together, and take each other's proofs, acts and undos", async () => {
  const server = await startServer({ durable: false });
  const databaseUrl = await server.database();
  const begin = async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-tickets-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return startDesk(folder, undefined, { DATABASE_URL: databaseUrl, TRUST_PROXY: "1", LOG_LEVEL: "warn" });
  };
  const desks = await Promise.all([begin(), begin(), begin()]);
  let turn = 0;
  const elsewhere = (): string => desks[turn++ % 3]?.url ?? "";
  const agents = await crew(elsewhere(), desks.map((desk) => desk.output()).join("\n"), 1);
  const oak = agents[0] as Browser;
  const at = async (number: number, what: string, body?: object) => {
    const other = new Browser(desks[number]?.url ?? "");
    Object.assign(other, { cookie: oak.cookie, csrf: oak.csrf });
    return (body === undefined ? await other.get(what) : await other.post(what, body)).body;
  };
  const listed = async (number: number, state: string) => (await at(number, `/tickets?state=${state}`)).total;
  const somebody = (address: string) => new Stranger(elsewhere(), address, elsewhere);

  await crowd(60, 12, async (n) => (await somebody(addressIn(7, n + 1)).begin()).ask());
  await until(async () => (await listed(0, "queued")) + (await listed(0, "quarantined")) === 60, 60_000);
  const queued = await listed(1, "queued");
  expect(queued).toBeGreaterThanOrEqual(10);
  expect(queued).toBeLessThanOrEqual(20);
  for (const number of [0, 2]) expect(await listed(number, "queued")).toBe(queued);

  await crowd(60, 12, async (n) => (await somebody(addressIn(100 + n)).begin()).ask());
  const late = await somebody(addressIn(900)).begin();
  await late.ask();
  await until(async () => (await late.heard()).events.includes("desk.challenge"));
  expect(await late.prove()).toBe(true);

  const { network } = (await at(0, "/quarantine")).networks[0];
  const { act } = await at(1, `/quarantine/${network}/close`, {});
  expect(act.tickets).toBe(60 - queued);
  await until(
    async () =>
      !(await at(2, "/quarantine")).networks.some((one: { network: string }) => one.network === network),
  );
  expect(await at(2, `/quarantine/acts/${act.id}/undo`, {})).toEqual({ tickets: 60 - queued });
  await until(async () => (await at(0, "/quarantine")).networks[0]?.tickets === 60 - queued);
}, 240_000);
