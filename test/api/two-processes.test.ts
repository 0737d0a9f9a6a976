import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import { keptLog } from "../store/kept-log.ts";
import { type Server, startServer } from "../store/postgres/server.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import { Browser } from "./browser.ts";
import { StreamReader } from "./stream-reader.ts";

const eventually = { timeout: 60_000 };

let server: Server;
let here: TestApi;
let there: TestApi;
let oak: Browser;
const open: StreamReader[] = [];

beforeAll(async () => {
  server = await startServer();
  const url = await server.database();
  const openHere = async (): Promise<TestApi> =>
    openApi({
      store: await openPostgresStore(url, { log: keptLog(), connections: 4 }),
      reading: { unusualPerHour: 5 },
    });
  here = await openHere();
  there = await openHere();
  oak = await here.join("Oak", "owner");
});
afterEach(() => {
  for (const reader of open.splice(0)) reader.socket.terminate();
});
afterAll(async () => {
  for (const api of [here, there]) await api.stop();
  await server.end();
});

/** Signs in here. */
const signIn = async (name: string): Promise<Browser> => {
  const browser = here.browser();
  await browser.post("/session", { email: `${name}@desk.example`, password });
  await browser.look();
  return browser;
};
/** Opens a session's stream in the other process; the process's own look at sessions is half a minute away. */
const listenThere = async (browser: Browser): Promise<StreamReader> => {
  const reader = await StreamReader.open(there, browser);
  open.push(reader);
  await reader.of("hello");
  return reader;
};

test("T44: signing out in one process closes the stream of that session in the other at once, and no other", async () => {
  const alder = await here.join("Alder", "agent");
  const elsewhere = await signIn("alder");
  const [kept, ended] = [await listenThere(alder), await listenThere(elsewhere)];
  await elsewhere.ask("DELETE", "/session");
  expect(await ended.end()).toBe(4401);
  expect(kept.closed).toBe(null);
  expect((await alder.look()).status).toBe(200);
});

test("signing out everywhere in one process closes all of one's streams in the other, and nobody else's", async () => {
  const birch = await here.join("Birch", "agent");
  const [owners, ...mine] = [
    await listenThere(oak),
    await listenThere(birch),
    await listenThere(await signIn("birch")),
  ];
  await birch.ask("DELETE", "/sessions");
  expect(await Promise.all(mine.map((reader) => reader.end()))).toEqual([4401, 4401]);
  expect(owners?.closed).toBe(null);
});

test("T44: somebody who is disabled in one process is out and gone in the other", async () => {
  const clover = await here.join("Clover", "agent");
  const stream = await listenThere(clover);
  await expect.poll(() => here.human.presence(clover.id), eventually).toBe("available");
  await oak.ask("PATCH", `/agents/${clover.id}`, { disabled: true });
  expect(await stream.end()).toBe(4401);
  await expect.poll(() => there.human.presence(clover.id), eventually).toBe("offline");
  const again = new Browser(there.url);
  again.cookie = clover.cookie;
  expect((await again.look()).status).toBe(401);
});

test("T51: a browser that signed in at one process is known at the other", async () => {
  const maple = await here.join("Maple", "agent");
  const guess = (browser: Browser, given: string) =>
    browser.post("/session", { email: "maple@desk.example", password: given });
  for (let count = 0; count < 5; count++) await guess(there.browser(), "wrong wrong wrong");
  expect((await guess(there.browser(), password)).body.code).toBe("locked-out");
  const known = there.browser();
  known.device = maple.device;
  expect((await guess(known, password)).status).toBe(204);
});

test("T57: what somebody opens here and there counts together, is noted once, and is told of once", async () => {
  const elm = await here.join("Elm", "agent");
  const elsewhere = new Browser(there.url);
  elsewhere.cookie = elm.cookie;
  const noted = async () =>
    (await oak.get(`/audit?log=readings&who=${elm.id}`)).body.lines.map(
      ({ about }: { about: { ticket: string } }) => Number(about.ticket),
    );
  const numbers = [6001, 6002, 6003, 6004, 6005, 6006, 6007];
  for (const number of numbers) await here.openTicket(number);
  for (const [at, number] of numbers.entries()) {
    const [first, second] = at % 2 === 0 ? [elm, elsewhere] : [elsewhere, elm];
    await first.get(`/tickets/${number}`);
    // a call to the other process takes a moment
    await new Promise((resolve) => setTimeout(resolve, 200));
    await second.get(`/tickets/${number}`);
  }
  expect(await noted()).toEqual(numbers.toReversed());
  const { lines } = (await oak.get(`/audit?what=unusual%20reading&about=${elm.id}`)).body;
  expect(lines.map(({ about }: { about: object }) => about)).toEqual([{ agent: elm.id, conversations: "6" }]);
});
