import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { projectFolder } from "../../src/runtime/paths.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import type { Store } from "../../src/store/store.ts";
import { Browser } from "../api/browser.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { keptLog } from "../store/kept-log.ts";
import { claimed, move, start, ticket, turn } from "../store/material.ts";
import { startServer } from "../store/postgres/server.ts";
import { type Console, openConsole } from "./consoles.ts";
import { crew } from "./crew.ts";
import { logOf } from "./log-of.ts";
import { roundRobin } from "./round-robin.ts";
import { openWidget, type Widget } from "./widgets.ts";

const widgetCount = 100;
const consoleCount = 10;
const eventually = { timeout: 90_000, interval: 200 };

/** A ticket of the conversation that this agent has claimed. */
async function claimedBy(agent: Browser, store: Store, conversationId: string): Promise<void> {
  const number = await store.reserveTicketNumber();
  await store.commitTurn(turn(conversationId, null, { tickets: [ticket(number, conversationId)] }));
  const claim = async () => (await agent.post(`/tickets/${number}/claim`)).status;
  await expect.poll(claim, eventually).toBe(200);
}

test("behind a proxy without stickiness, with one process killed and one restarted, nobody loses or sees anything twice", async () => {
  const server = await startServer({ durable: true });
  const databaseUrl = await server.database();
  const folders: string[] = [];
  const begin = async (): Promise<RunningDesk> => {
    const folder = await mkdtemp(join(tmpdir(), "process-"));
    folders.push(folder);
    return startDesk(folder, projectFolder, { DATABASE_URL: databaseUrl, LOG_LEVEL: "error" });
  };
  const desks = await Promise.all([begin(), begin(), begin()]);
  const urls = desks.map(({ url }) => url);
  const proxy = await roundRobin(urls);
  const store = await openPostgresStore(databaseUrl, { log: keptLog() });
  await expect.poll(() => desks.some((desk) => /#owner=/.test(desk.output())), eventually).toBe(true);
  const agents = await crew(proxy.url, desks.map((desk) => desk.output()).join("\n"), consoleCount);
  const widgets: Widget[] = [];
  while (widgets.length < widgetCount) {
    const batch = Array.from({ length: 10 }, () => openWidget(proxy.url));
    widgets.push(...(await Promise.all(batch)));
  }
  const consoles: Console[] = [];
  for (const [index, agent] of agents.entries()) {
    const { conversationId, seen } = widgets[index] as Widget;
    await expect.poll(() => seen().length, eventually).toBeGreaterThan(0);
    await claimedBy(agent, store, conversationId);
    consoles.push(await openConsole(agent, conversationId));
  }

  const said = new Map<Widget, string[]>(widgets.map((widget) => [widget, []]));
  const talking = widgets.map(async (widget, index) => {
    await sleep(index * 30);
    for (let number = 1; number <= 6; number += 1) {
      const together = number === 3 ? 3 : 1;
      const ids = await Promise.all(
        Array.from({ length: together }, (_, part) => widget.say(`how do fees work ${number}.${part}`)),
      );
      said.get(widget)?.push(...ids);
      await sleep(1_500);
    }
  });
  await sleep(3_000);
  await desks[0]?.kill();
  await sleep(2_500);
  await desks[1]?.stop();
  const back = await begin();
  urls[1] = back.url;
  await Promise.all(talking);

  let messages = 0;
  const withBot = widgets.slice(consoleCount);
  const unanswered = () =>
    withBot.flatMap((widget) => (said.get(widget) ?? []).filter((id) => !widget.isAnswered(id))).length;
  await expect.poll(unanswered, eventually).toBe(0);
  for (const [index, console] of consoles.entries()) {
    const widget = widgets[index] as Widget;
    await expect.poll(() => console.said().length, eventually).toBe(8);
    // nothing but what the console answered, once, and all of it: the bot keeps out
    await expect
      .poll(
        () =>
          widget
            .texts()
            .filter((text) => text.startsWith("heard: "))
            .sort(),
        eventually,
      )
      .toEqual([...console.said()].sort());
    expect([...console.heard()].sort()).toEqual([...(said.get(widget) ?? [])].sort());
    expect(console.twice()).toBe(0);
    messages += console.heard().length;
  }
  for (const widget of widgets) {
    const { shown, asked, inOrder } = await logOf(store, widget.conversationId);
    // the real client hands groups of activities on that come at the same time in any order
    await expect.poll(() => widget.seen().sort(), eventually).toEqual([...shown].sort());
    expect([...asked].sort()).toEqual([...(said.get(widget) ?? [])].sort());
    expect(inOrder).toEqual(withBot.includes(widget) ? asked : []);
    messages += shown.length;
  }
  expect(await store.pendingTurns()).toEqual([]);
  expect(await store.parkedTurns()).toEqual([]);
  const streams = consoles.reduce((sum, { opened }) => sum + opened(), 0);
  process.stdout.write(
    `${widgetCount} widgets and ${consoleCount} consoles (${streams} streams), 3 processes, 1 killed, 1 restarted: ${messages} messages, 0 lost, 0 doubled; requests ${proxy.given.join(", ")}\n`,
  );
  for (const widget of widgets) widget.end();
  for (const console of consoles) await console.end();
  await store.close();
  await proxy.end();
  await back.stop();
  await desks[2]?.stop();
  await server.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}, 400_000);

test("of fifty who claim in three processes at once one gets it, every time", async () => {
  const server = await startServer();
  const url = await server.database();
  const stores = await Promise.all([1, 2, 3].map(() => openPostgresStore(url, { log: keptLog() })));
  for (let round = 0; round < 50; round += 1) {
    const id = `talk ${round}`;
    const made = ticket(1001 + round, id);
    await stores[0]?.openConversation(start(id));
    await stores[0]?.commitTurn(turn(id, null, { tickets: [made] }));
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, agent) =>
        (stores[agent % 3] as Store).moveTicket(move(claimed(made, `agent ${agent}`))),
      ),
    );
    expect(claims.filter((claim) => "moved" in claim)).toHaveLength(1);
  }
  for (const store of stores) await store.close();
  await server.end();
});

test("a message from a widget on one process is at a console on another at once, and the agent's answer at the widget", async () => {
  const server = await startServer({ durable: true });
  const databaseUrl = await server.database();
  const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), "process-"))));
  const [one, other] = await Promise.all(
    folders.map((folder) =>
      startDesk(folder, projectFolder, { DATABASE_URL: databaseUrl, LOG_LEVEL: "error" }),
    ),
  );
  if (!one || !other) throw new Error("two processes were to start");
  const agent = new Browser(other.url);
  await expect.poll(() => /#owner=(\S+)/.test(one.output() + other.output())).toBe(true);
  const token = /#owner=(\S+)/.exec(other.output() + one.output())?.[1] ?? "";
  const owner = { token, email: "owner@example.org", password: "seven green doors ajar", name: "Oak Owner" };
  expect((await agent.post("/owner", owner)).status).toBe(204);
  await agent.look();
  const store = await openPostgresStore(databaseUrl, { log: keptLog() });
  const widget = await openWidget(one.url);
  await expect.poll(() => widget.seen().length, eventually).toBeGreaterThan(0);
  const number = await store.reserveTicketNumber();
  await store.commitTurn(
    turn(widget.conversationId, null, { tickets: [ticket(number, widget.conversationId)] }),
  );
  await expect.poll(async () => (await agent.post(`/tickets/${number}/claim`)).status, eventually).toBe(200);
  const console = new WebSocket(`${other.url.replace("http", "ws")}/api/desk/stream`, {
    headers: { cookie: agent.cookie ?? "" },
  });
  const arrived = new Map<string, number>();
  console.on("message", (data) => {
    const event = JSON.parse(String(data));
    if (event.kind === "activity") arrived.set(event.entry.activity.text, performance.now());
  });
  await new Promise((resolve) => console.once("open", resolve));
  const took: number[] = [];
  for (let message = 0; message < 40; message += 1) {
    const text = `are you there ${message}`;
    const began = performance.now();
    await widget.say(text);
    await expect.poll(() => arrived.has(text), { interval: 5 }).toBe(true);
    took.push((arrived.get(text) ?? Number.NaN) - began);
  }
  const sorted = [...took].sort((a, b) => a - b);
  process.stdout.write(
    `widget to console across processes: median ${sorted[20]?.toFixed(0)} ms, p95 ${sorted[38]?.toFixed(0)} ms\n`,
  );
  const path = `/conversations/${widget.conversationId}/messages`;
  expect((await agent.post(path, { text: "I am here now" })).status).toBe(200);
  await expect.poll(() => widget.texts(), eventually).toContain("I am here now");
  expect(sorted[38]).toBeLessThan(2_000);
  console.close();
  widget.end();
  await store.close();
  for (const desk of [one, other]) await desk.stop();
  await server.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
