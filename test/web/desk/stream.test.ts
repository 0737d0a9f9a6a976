import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { StreamFrame } from "../../../src/web/desk/schemas/stream.ts";
import { until } from "../../channels/direct-line/ask.ts";
import { message } from "../../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";
import { StreamReader } from "./stream-reader.ts";

let api: TestApi;
let olga: Browser;
let ana: Browser;
let ben: Browser;
const open: StreamReader[] = [];
let number = 3000;

beforeAll(async () => {
  api = await openApi({ limits: { pingEveryMs: 150, framesPerPing: 20 } });
  olga = await api.join("Olga", "owner");
  ana = await api.join("Ana", "agent");
  ben = await api.join("Ben", "agent");
});
afterEach(() => {
  for (const reader of open.splice(0)) reader.socket.terminate();
});
afterAll(() => api.stop());

const listen = async (browser: Browser, after?: number): Promise<StreamReader> => {
  const reader = await StreamReader.open(api, browser, after);
  open.push(reader);
  await reader.of("hello");
  return reader;
};
const opened = async (): Promise<number> => {
  number += 1;
  await api.openTicket(number);
  return number;
};
const say = (ticket: number, text: string) =>
  api.store.receive(`talk-${ticket}`, {
    activity: message(text),
    keys: [],
    at: new Date().toISOString(),
    needsTurn: false,
  });

test("the stream begins with a hello that names everybody, then tells what happens, each frame in its form", async () => {
  const reader = await listen(olga);
  const [hello] = await reader.of("hello");
  expect(hello.agents.map(({ firstName }: { firstName: string }) => firstName)).toEqual([
    "Olga",
    "Ana",
    "Ben",
  ]);
  const ticket = await opened();
  await say(ticket, "anybody there?");
  await ana.ask("PUT", "/presence", { presence: "busy" });
  await ana.post(`/tickets/${ticket}/claim`);
  await ana.post(`/conversations/talk-${ticket}/typing`);
  await ana.post(`/conversations/talk-${ticket}/read`, { upTo: 1 });
  await Promise.all(["typing", "read", "presence"].map((kind) => reader.of(kind)));
  const about = reader.frames.filter((frame) => frame.ticket?.number === ticket);
  expect(about.map((frame) => frame.ticket.state.kind)).toEqual(["queued", "claimed"]);
  const said = (await reader.of("activity", 2)).map(({ entry }) => entry.activity.text);
  expect(said).toContain("anybody there?");
  for (const frame of reader.frames) expect(StreamFrame.parse(frame)).toEqual(frame);
  const seqs = reader.frames.slice(1).map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

test("whoever comes back with the seq they have misses nothing and sees nothing twice", async () => {
  const ticket = await opened();
  const first = await listen(olga);
  await say(ticket, "one");
  const isOne = (frame: { entry?: { activity: { text: string } } }) => frame.entry?.activity.text === "one";
  await until(() => first.frames.some(isOne));
  const entry = first.frames.find(isOne);
  first.socket.terminate();
  for (const text of ["two", "three"]) await say(ticket, text);
  const again = StreamReader.open(api, olga, entry.seq);
  for (const text of ["four", "five"]) await say(ticket, text);
  const second = await again;
  open.push(second);
  const texts = (await second.of("activity", 4)).map((frame) => frame.entry.activity.text);
  expect(texts).toEqual(["two", "three", "four", "five"]);
});

test("a seq that the desk does not know any more, or never gave, is answered with a reset", async () => {
  for (const after of [1, Number.MAX_SAFE_INTEGER]) {
    const reader = await listen(olga, after);
    const [reset] = await reader.of("reset");
    expect(reset.seq).toBe(api.human.lastSeq());
    const ticket = await opened();
    await until(() => reader.frames.some((frame) => frame.ticket?.number === ticket));
  }
});

test("an agent is not shown what somebody else has, neither as it happens nor on coming back; who leads is", async () => {
  const readers = { ana: await listen(ana), ben: await listen(ben), olga: await listen(olga) };
  const [{ seq }] = await readers.ben.of("hello");
  const ticket = await opened();
  await ana.post(`/tickets/${ticket}/claim`);
  await say(ticket, "for Ana alone");
  const heard = (reader: StreamReader) =>
    reader.frames.some((frame) => frame.entry?.activity.text === "for Ana alone");
  await until(() => heard(readers.ana) && heard(readers.olga));
  const back = await StreamReader.open(api, ben, seq);
  open.push(back);
  await ana.ask("PUT", "/presence", { presence: "away" });
  for (const reader of [readers.ben, back]) {
    await reader.of("presence");
    expect(heard(reader)).toBe(false);
    const taken = reader.frames.filter((frame) => frame.ticket?.state?.kind === "claimed");
    expect(taken.at(-1)).toMatchObject({
      veiled: true,
      ticket: { number: ticket, state: { by: ana.id }, summary: "", contact: { kind: "here" } },
    });
  }
  const shown = readers.ana.frames.findLast((frame) => frame.ticket?.number === ticket);
  expect(shown).toMatchObject({ veiled: false, ticket: { summary: expect.stringMatching(/./) } });
});

test("signing out closes the stream of that session with 4401 at once, and no other", async () => {
  const other = api.browser();
  await other.post("/session", { email: "ana@desk.example", password: "correct horse battery" });
  await other.look();
  const [here, there] = [await listen(ana), await listen(other)];
  await other.ask("DELETE", "/session");
  expect(await there.end()).toBe(4401);
  expect(here.closed).toBe(null);
  expect(await (await StreamReader.open(api, other)).end()).toBe(4401);
});

test("a session that runs out closes its stream with 4401", async () => {
  const idle = await openApi({ limits: { pingEveryMs: 100 } });
  const browser = await idle.join("Olga", "owner");
  const reader = await StreamReader.open(idle, browser);
  await reader.of("hello");
  idle.wait(9 * 3_600_000);
  expect(await reader.end()).toBe(4401);
  await idle.stop();
});

test("T40: a page of another origin gets no stream, even with the cookie", async () => {
  for (const origin of ["https://evil.example", "null"])
    await expect(
      new Promise((resolve, reject) => {
        void StreamReader.open(api, olga, undefined, { origin }).then(resolve, reject);
        setTimeout(() => reject(new Error("no answer")), 5000).unref();
      }),
    ).rejects.toThrow("403");
  const own = await StreamReader.open(api, olga, undefined, { origin: api.url });
  open.push(own);
  await own.of("hello");
});

test("a heartbeat keeps an agent there; anything else, or too much of it, closes the stream", async () => {
  const alive = await listen(ben);
  expect(api.human.presence(ben.id)).toBe("available");
  alive.socket.send('{"kind":"alive"}');
  const [wrong, many] = [await listen(ben), await listen(ben)];
  wrong.socket.send('{"kind":"ticket"}');
  for (let count = 0; count < 60; count++) many.socket.send('{"kind":"alive"}');
  expect([await wrong.end(), await many.end()]).toEqual([1008, 1008]);
  const big = await listen(ben);
  big.socket.send(JSON.stringify({ kind: "alive", more: "x".repeat(2000) }));
  expect(await big.end()).toBe(1009);
  expect(alive.closed).toBe(null);
});

test("T25: a reader that does not take what it is sent is dropped, and the others are not", async () => {
  const well = await listen(olga);
  const key = createHash("sha1").update(randomBytes(8)).digest("base64").slice(0, 22);
  const deaf = connect(api.port, "127.0.0.1");
  let gone = false;
  deaf.on("close", () => {
    gone = true;
  });
  deaf.on("error", () => undefined);
  deaf.write(
    `GET /api/desk/stream HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}==\r\nCookie: ${olga.cookie}\r\n\r\n`,
  );
  await new Promise((resolve) => deaf.once("data", resolve));
  deaf.pause();
  const ticket = await opened();
  const before = well.frames.length;
  for (let count = 0; count < 50; count++)
    await Promise.all(Array.from({ length: 50 }, () => say(ticket, `${count} ${"x".repeat(3900)}`)));
  await until(() => well.frames.length >= before + 2500, 20_000);
  expect(well.closed).toBe(null);
  deaf.resume();
  await until(() => gone);
}, 60_000);
