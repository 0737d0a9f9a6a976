import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { until } from "../directline/ask.ts";
import { openApi } from "./api-desk.ts";
import { openStreamDesk, StreamReader } from "./stream-reader.ts";

const { api, oak, alder, birch, open, listen, say } = await openStreamDesk({
  limits: { pingEveryMs: 150, framesPerPing: 20 },
});

test("T44: signing out closes the stream of that session with 4401 at once, and no other", async () => {
  const other = api.browser();
  await other.post("/session", { email: "alder@desk.example", password: "correct horse battery" });
  await other.look();
  const [here, there] = [await listen(alder), await listen(other)];
  await other.ask("DELETE", "/session");
  expect(await there.end()).toBe(4401);
  expect(here.closed).toBe(null);
  expect(await (await StreamReader.open(api, other)).end()).toBe(4401);
});

test("T44: a session that runs out closes its stream with 4401", async () => {
  const idle = await openApi({ limits: { pingEveryMs: 100 } });
  const browser = await idle.join("Oak", "owner");
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
        void StreamReader.open(api, oak, undefined, { origin }).then(resolve, reject);
        setTimeout(() => reject(new Error("no answer")), 5000).unref();
      }),
    ).rejects.toThrow("403");
  const own = await StreamReader.open(api, oak, undefined, { origin: api.url });
  open.push(own);
  await own.of("hello");
});

test("a heartbeat keeps an agent there; anything else, or too much of it, closes the stream", async () => {
  const alive = await listen(birch);
  expect(api.human.presence(birch.id)).toBe("available");
  alive.socket.send('{"kind":"alive"}');
  const [wrong, many] = [await listen(birch), await listen(birch)];
  wrong.socket.send('{"kind":"ticket"}');
  for (let count = 0; count < 60; count++) many.socket.send('{"kind":"alive"}');
  expect([await wrong.end(), await many.end()]).toEqual([1008, 1008]);
  const big = await listen(birch);
  big.socket.send(JSON.stringify({ kind: "alive", more: "x".repeat(2000) }));
  expect(await big.end()).toBe(1009);
  expect(alive.closed).toBe(null);
});

test("T25: a reader that does not take what it is sent is dropped, and the others are not", async () => {
  const well = await listen(oak);
  const key = createHash("sha1").update(randomBytes(8)).digest("base64").slice(0, 22);
  const deaf = connect(api.port, "127.0.0.1");
  let gone = false;
  deaf.on("close", () => {
    gone = true;
  });
  deaf.on("error", () => undefined);
  deaf.write(
    `GET /api/desk/stream HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}==\r\nCookie: ${oak.cookie}\r\n\r\n`,
  );
  await new Promise((resolve) => deaf.once("data", resolve));
  deaf.pause();
  const ticket = 3001;
  await api.openTicket(ticket);
  const before = well.frames.length;
  for (let count = 0; count < 50; count++)
    await Promise.all(Array.from({ length: 50 }, () => say(ticket, `${count} ${"x".repeat(3900)}`)));
  await until(() => well.frames.length >= before + 2500);
  expect(well.closed).toBe(null);
  deaf.resume();
  await until(() => gone);
});
