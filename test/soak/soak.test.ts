import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Browser } from "../api/browser.ts";
import { storeFolder } from "../cli/project.ts";
import { startDesk } from "../cli/running-desk.ts";
import type { OpenApiDocument } from "../fuzz/requests.ts";
import { type Console, openConsole, untilAnswered } from "../processes/consoles.ts";
import { crew } from "../processes/crew.ts";
import { logOf } from "../processes/log-of.ts";
import { roundRobin } from "../processes/round-robin.ts";
import { openWidget, type Widget } from "../processes/widgets.ts";
import { keptLog } from "../store/kept-log.ts";
import { residentMb, type Sample, slopeOf } from "./memory.ts";
import { malformed, storm } from "./trouble.ts";

const minutes = Number(process.env["SOAK_MINUTES"] ?? 0.5);
const whole = minutes >= 5;
const widgetCount = whole ? 200 : 30;
const agentCount = whole ? 10 : 3;
/** between two messages of one person, so that twenty come in a second */
const pauseMs = widgetCount * 50;
/** after a start the desk warms up: this part of the time says nothing about its memory */
const WARM_UP = 0.25;
const FLAT_MB_A_MINUTE = 2;
const eventually = { timeout: 120_000, interval: 200 };
const askForAPerson = ["person", "Yes, pass it on"];
const questions = [
  "will my reviews disappear",
  "how do I hide my profile",
  "what about my invoices",
  "blorp",
];

/** The conversation of a person who has asked for one of the desk's people, claimed by this agent. */
async function take(agent: Browser, widget: Widget): Promise<Console> {
  for (const text of askForAPerson) {
    const id = await widget.say(text);
    await expect.poll(() => widget.isAnswered(id), eventually).toBe(true);
  }
  const { body } = await untilAnswered(() => agent.get("/tickets?state=waiting"));
  const { number } = body.tickets.find(
    (one: { conversationId: string }) => one.conversationId === widget.conversationId,
  );
  expect((await untilAnswered(() => agent.post(`/tickets/${number}/claim`))).status).toBe(200);
  return openConsole(agent, widget.conversationId);
}

test(`${widgetCount} widgets and ${agentCount} agents talk for ${minutes} minutes over three restarts, and nothing is lost`, {
  timeout: (minutes + 15) * 60_000,
}, async () => {
  const folder = storeFolder();
  const begin = () => startDesk(folder, undefined, { LOG_LEVEL: "error" });
  let desk = await begin();
  const urls = [desk.url];
  const proxy = await roundRobin(urls);
  const document = (await (await fetch(`${desk.url}/api/openapi.json`)).json()) as OpenApiDocument;
  const agents = await crew(proxy.url, desk.output(), agentCount);
  const widgets: Widget[] = [];
  while (widgets.length < widgetCount)
    widgets.push(...(await Promise.all(Array.from({ length: 10 }, () => openWidget(proxy.url)))));
  const consoles: Console[] = [];
  for (const [index, agent] of agents.entries()) consoles.push(await take(agent, widgets[index] as Widget));

  const began = Date.now();
  const minute = (): number => (Date.now() - began) / 60_000;
  const said = new Map<Widget, string[]>(widgets.map((widget) => [widget, []]));
  const broken: string[] = [];
  let messages = 0;
  const talking = widgets.map(async (widget, index) => {
    await sleep((index / widgetCount) * pauseMs);
    while (minute() < minutes) {
      said.get(widget)?.push(await widget.say(`${questions[messages % questions.length]} ${messages}`));
      messages += 1;
      if (messages % 100 === 0) broken.push(...(await malformed(desk.url, document, messages)));
      await sleep(pauseMs);
    }
  });
  const memory: Sample[] = [];
  const trouble = (async () => {
    for (const [at, end] of [
      [1, "stop"],
      [2, "kill"],
      [3, "stop"],
    ] as const) {
      while (minute() < (minutes * at) / 8) await sleep(100);
      await storm(desk.url, 300);
      await desk[end]();
      desk = await begin();
      urls[0] = desk.url;
    }
    const restarted = minute();
    while (minute() < minutes) {
      const value = residentMb(desk.pid);
      if (value !== null && minute() > restarted + (minutes - restarted) * WARM_UP)
        memory.push({ minute: minute(), value });
      await sleep(500);
    }
  })();
  await Promise.all([...talking, trouble]);

  const withBot = widgets.slice(agentCount);
  const unanswered = () =>
    withBot.flatMap((widget) => (said.get(widget) ?? []).filter((id) => !widget.isAnswered(id)));
  await expect.poll(unanswered, eventually).toEqual([]);
  for (const [index, console] of consoles.entries()) {
    const widget = widgets[index] as Widget;
    const heard = () => widget.texts().filter((text) => text.startsWith("heard: "));
    await expect.poll(() => heard().sort(), eventually).toEqual([...console.said()].sort());
    await expect
      .poll(() => console.heard().length, eventually)
      .toBe(askForAPerson.length + (said.get(widget) ?? []).length);
  }
  const seen = new Map(widgets.map((widget) => [widget, [...widget.seen()].sort()]));
  for (const widget of widgets) widget.end();
  for (const console of consoles) await console.end();
  await proxy.end();
  expect(await desk.stop()).toBe(0);

  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  for (const widget of widgets) {
    const { shown, asked } = await logOf(store, widget.conversationId);
    expect(seen.get(widget)).toEqual([...shown].sort());
    expect(asked.filter((id) => said.get(widget)?.includes(id ?? "")).sort()).toEqual(
      [...(said.get(widget) ?? [])].sort(),
    );
  }
  expect([await store.pendingTurns(), await store.parkedTurns()]).toEqual([[], []]);
  await store.close();
  expect([proxy.failed, broken]).toEqual([[], []]);
  const slope = slopeOf(memory);
  const grown = whole ? `, ${slope.toFixed(2)} MB a minute` : "";
  process.stdout.write(
    `${widgetCount} widgets, ${agentCount} agents, ${minutes} minutes: ${messages} messages, ${Math.floor(messages / 100)} malformed requests, 900 connections in storms, 3 restarts; 0 lost, 0 doubled, 0 of 5xx; memory ${memory.at(-1)?.value.toFixed(0)} MB${grown}\n`,
  );
  if (whole) expect(slope).toBeLessThan(FLAT_MB_A_MINUTE);
});
