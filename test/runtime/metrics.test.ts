import { expect, test } from "vitest";
import { serveMetrics } from "../../src/http/health.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { makeMetrics, monitorEventLoop } from "../../src/runtime/metrics.ts";
import { decorateStore } from "../../src/store/decorated-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { storeFolder } from "../cli/project.ts";
import { startDesk } from "../cli/running-desk.ts";
import { newPass, post } from "../directline/ask.ts";
import { openEchoDesk } from "../directline/echo-desk.ts";

/** The value of one line of the text, or undefined. */
const figure = (text: string, name: string): number | undefined => {
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

test("a running desk tells of its turns, sockets, queue, outbox, store and event loop", async () => {
  const desk = await startDesk(storeFolder());
  const read = async (): Promise<string> => (await fetch(`${desk.url}/metrics`)).text();
  expect(figure(await read(), "exit_desk_turn_seconds_count")).toBe(0);
  const pass = await newPass(desk);
  expect((await post(desk, pass, { type: "message", text: "how do fees work?" })).status).toBe(200);
  const turns = async () => figure(await read(), "exit_desk_turn_seconds_count");
  await expect.poll(turns).toBeGreaterThan(0);
  const text = await read();
  expect(figure(text, "exit_desk_turn_seconds_sum")).toBeGreaterThan(0);
  for (const name of ["open_sockets", "queue_tickets", "outbox_waiting", "store_errors_total"])
    expect([name, figure(text, `exit_desk_${name}`)]).toEqual([name, 0]);
  expect(figure(text, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
  expect(text).not.toContain(pass.conversationId);
  expect(await desk.stop()).toBe(0);
});

test("metrics are for programs of this machine, and for whoever shows the token", async () => {
  const desk = await openEchoDesk();
  serveMetrics(desk.web, makeMetrics(), "a-token-for-metrics");
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${desk.url}/metrics`, { headers })).status;
  expect(await ask({})).toBe(200);
  for (const header of ["x-forwarded-for", "forwarded", "via"])
    expect(await ask({ [header]: "x" })).toBe(401);
  const proxied = { "x-forwarded-for": "127.0.0.1" };
  expect(await ask({ ...proxied, authorization: "Bearer a-token-for-metrics" })).toBe(200);
  expect(await ask({ ...proxied, authorization: "Bearer another-for-metrics" })).toBe(403);
  await desk.stop();
});

test("without a token nobody from outside reads them, whatever they show", async () => {
  const desk = await openEchoDesk();
  serveMetrics(desk.web, makeMetrics(), null);
  const headers = { "x-forwarded-for": "203.0.113.7", authorization: "Bearer null" };
  expect((await fetch(`${desk.url}/metrics`, { headers })).status).toBe(403);
  await desk.stop();
});

test("what the store cannot do is counted, and a figure that cannot be looked up is none", async () => {
  const metrics = makeMetrics();
  const log = makeLog("silent");
  const real = await openEmbeddedStore(storeFolder(), { now: () => new Date(), log });
  const store = decorateStore(real, { unavailable: metrics.storeFailed });
  const start = {
    id: "a",
    channel: "directline",
    userId: "dl_a",
    locale: "en",
    startedAt: new Date().toISOString(),
  };
  expect(await store.openConversation(start)).toMatchObject({ created: true });
  await store.close();
  await expect(store.openConversation({ ...start, id: "b" })).rejects.toThrow("closed");
  metrics.look({
    sockets: () => 2,
    queue: async () => 3,
    quarantine: async () => 4,
    outbox: () => Promise.reject(new Error("the store is away")),
    budgets: () => ({ storedBytes: -0.5, cpuMs: 1 }),
    memory: () => 5,
    room: () => Number.NaN,
  });
  metrics.event("turn parked");
  const { text } = await metrics.text();
  expect(figure(text, "exit_desk_store_errors_total")).toBe(1);
  expect(figure(text, "exit_desk_open_sockets")).toBe(2);
  expect(figure(text, "exit_desk_queue_tickets")).toBe(3);
  expect(figure(text, "exit_desk_quarantine_tickets")).toBe(4);
  expect(figure(text, "exit_desk_outbox_waiting")).toBeNaN();
  expect(figure(text, 'exit_desk_events_total{event="turn parked"}')).toBe(1);
});

test("T22: a process that is held up tells so", async () => {
  const told: number[] = [];
  const stop = monitorEventLoop((milliseconds) => told.push(milliseconds), 100);
  const heldUp = (): number => {
    const until = performance.now() + 800;
    while (performance.now() < until);
    return told.length;
  };
  await expect.poll(heldUp, { interval: 200 }).toBeGreaterThan(0);
  stop();
  expect(told[0]).toBeGreaterThan(500);
});
