import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, conversationPath, newPass, type Pass, post, until } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk, sayAsBot } from "../directline/echo-desk.ts";

/*
 * Before: what waited for one network's readers was bounded for each of them alone, 384 KB, and 2,400 that read nothing held
 * 900 MB until they were cut. By now a network holds 16 MB and 16 KB a reader, all strangers 128 MB.
 */

let desk: EchoDesk;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await desk.stop();
});

const memoryBytes = { reserve: 0.25, perNetwork: 500_000, perWideNetwork: 1e9, ofStrangers: 1e9 };
const open = (lines: readonly string[]): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(desk.port, "127.0.0.1", () => {
      socket.write(`${lines.join("\r\n")}\r\n\r\n`);
      resolve(socket);
    });
    socket.on("error", () => {});
    sockets.push(socket);
  });

/** A WebSocket that takes nothing of what it is sent. */
async function stuckReader(pass: Pass, address: string): Promise<Socket> {
  const socket = await open([
    `GET ${conversationPath(pass, "/stream")}?t=${pass.token} HTTP/1.1`,
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
    `X-Forwarded-For: ${address}`,
  ]);
  return socket.pause();
}

const behindProxy = { publicUrl: "https://desk.example", proxies: 1 };

test("T53: readers that take nothing hold what their network may, and let it go when they are cut", async () => {
  desk = await openEchoDesk({
    ...behindProxy,
    limits: { memoryBytes, stalledMs: 2000, socketsPerConversation: 100 },
  });
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  for (let n = 0; n < 60; n++) await sayAsBot(desk.store, pass.conversationId, ["x".repeat(10_000)]);
  const { memory } = desk.web.budgets;
  const readers = 40;
  for (let n = 0; n < readers; n++) await stuckReader(pass, "203.0.113.7");
  await until(() => memory.held() > 500_000);
  let most = 0;
  await until(() => {
    most = Math.max(most, memory.held());
    return memory.held() === 0;
  });
  // what was begun may go beyond by one entry, and who has taken all may always have 16 KB
  expect(most).toBeLessThan(500_000 + readers * 28_000);
  expect(desk.web.upgrades.count()).toBe(0);
});

test("T53: somebody who reads gets all, however much waits for others of their network", async () => {
  desk = await openEchoDesk({
    ...behindProxy,
    limits: { memoryBytes: { ...memoryBytes, perNetwork: 50_000 } },
  });
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  for (let n = 0; n < 40; n++) await sayAsBot(desk.store, pass.conversationId, ["x".repeat(10_000)]);
  for (let n = 0; n < 5; n++) await stuckReader(pass, "203.0.113.7");
  await until(() => desk.web.budgets.memory.held() > 50_000);
  const reader = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(pass, "/stream")}?t=${pass.token}`,
    {
      headers: { "x-forwarded-for": "203.0.113.7" },
    },
  );
  let seen = 0;
  reader.on("message", (text) => {
    seen += JSON.parse(String(text)).activities.length;
  });
  await until(() => seen === 41);
  const headers = { "x-forwarded-for": "203.0.113.7" };
  const polled = await ask(desk, "GET", conversationPath(pass, "/activities"), {
    token: pass.token,
    headers,
  });
  expect(polled.body.activities.length).toBeGreaterThan(0);
  expect(polled.body.activities.length).toBeLessThan(5);
  reader.terminate();
});

test("T53: bodies that do not end hold what their network may, and others are heard meanwhile", async () => {
  desk = await openEchoDesk({ ...behindProxy, limits: { memoryBytes, requestMs: 3000, headersMs: 3000 } });
  const pass = await newPass(desk);
  const slow: Socket[] = [];
  for (let n = 0; n < 30; n++) {
    const socket = await open([
      `POST ${conversationPath(pass, "/activities")} HTTP/1.1`,
      "Host: localhost",
      "X-Forwarded-For: 203.0.113.7",
      `Authorization: Bearer ${pass.token}`,
      "Content-Type: application/json",
      "Content-Length: 60000",
    ]);
    socket.write(`{"type":"message","text":"${"x".repeat(50_000)}`);
    slow.push(socket);
  }
  const refused = () => slow.filter(({ bytesRead }) => bytesRead > 0).length;
  await until(() => refused() >= 15);
  expect(desk.web.budgets.memory.held()).toBeLessThanOrEqual(500_000);
  expect(refused()).toBeLessThan(30);
  expect((await post(desk, pass, { type: "message", text: "hello" })).status).toBe(200);
  const near = { "x-forwarded-for": "203.0.113.7" };
  const body = { type: "message", text: "hello" };
  expect(
    (
      await ask(desk, "POST", conversationPath(pass, "/activities"), {
        token: pass.token,
        body,
        headers: near,
      })
    ).status,
  ).toBe(200);
  await until(() => desk.web.budgets.memory.held() === 0);
});
