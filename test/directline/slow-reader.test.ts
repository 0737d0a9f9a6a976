import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type Stream, startStream } from "../../src/directline/stream.ts";
import { defaultLimits } from "../../src/http/limits.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import { until } from "./ask.ts";
import { sayAsBot } from "./echo-desk.ts";

const conversationId = "talk";
let store: Store;
let server: WebSocketServer;
let desk: WebSocket;
let reader: WebSocket;
let stream: Stream;

beforeEach(async () => {
  store = await openEmbeddedStore(await mkdtemp(path.join(tmpdir(), "exit-desk-slow-")), {
    now: () => new Date(),
    log: makeLog("silent"),
  });
  await store.openConversation({
    id: conversationId,
    channel: "directline",
    userId: "dl_a",
    locale: "en",
    startedAt: new Date().toISOString(),
  });
  server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  const connected = new Promise<WebSocket>((resolve) => server.once("connection", resolve));
  await new Promise((resolve) => server.once("listening", resolve));
  reader = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
  desk = await connected;
  await new Promise((resolve) =>
    reader.readyState === WebSocket.OPEN ? resolve(null) : reader.once("open", resolve),
  );
  stream = startStream(
    desk,
    { store, agentIds: { pseudonymizeJson: (activity) => activity } },
    {
      conversationId,
      after: 0,
      mostWaiting: defaultLimits.waitingBytes,
      failed: (error) => expect.fail(String(error)),
    },
  );
  store.watch(() => stream.wake());
  reader.pause();
});
afterEach(async () => {
  reader.terminate();
  server.close();
  await store.close();
});

test("T25: what a reader does not take waits in the log: one frame is held for it, however much is said", async () => {
  let held = 0;
  for (let index = 0; index < 400; index++) {
    await sayAsBot(store, conversationId, ["x".repeat(50_000)]);
    held = Math.max(held, desk.bufferedAmount);
  }
  expect(desk.readyState).toBe(WebSocket.OPEN);
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(256 * 1024 + 60_000);
});

test("T25: a reader that has more than 1 MB waiting when more is said is dropped", async () => {
  await sayAsBot(store, conversationId, ["x".repeat(20_000_000)]);
  await until(() => desk.bufferedAmount > 1024 * 1024);
  expect(desk.readyState).toBe(WebSocket.OPEN);
  await sayAsBot(store, conversationId, ["one more"]);
  await until(() => desk.readyState === WebSocket.CLOSED);
});

test("typing is not kept for a reader that is behind", async () => {
  await sayAsBot(store, conversationId, ["x".repeat(20_000_000)]);
  await until(() => desk.bufferedAmount > 0);
  const before = desk.bufferedAmount;
  for (let index = 0; index < 1000; index++) stream.pass('{"type":"typing"}');
  expect(desk.bufferedAmount).toBe(before);
});
