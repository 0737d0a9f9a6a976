import pino from "pino";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { incoming, reply, start, ticket, turn } from "../../store/material.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { type AtDesk, enterAsOwner } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

const waiting = 200;
const priorities = ["normal", "low", "urgent", "high"] as const;
let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** Fills a store with people who wait: each has talked a while, every fourth is urgent. */
async function fill(folder: string): Promise<void> {
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: pino({ level: "silent" }) });
  for (let index = 0; index < waiting; index++) {
    const id = `waiting-${index}`;
    const number = await store.reserveTicketNumber();
    await store.openConversation(start(id));
    for (let said = 0; said < 6; said++) {
      const text = `What about point ${said}? ${"It is a long story. ".repeat(4)}`;
      await store.receive(id, incoming(text, { needsTurn: false }));
      await store.commitTurn(turn(id, null, { replies: [reply(`As to point ${said}: so it is.`)] }));
    }
    const since = ago(waiting - index);
    const promise = { toldAt: since, place: 1, until: ago(index - waiting), brokenAt: null };
    const one = ticket(number, id, {
      openedAt: since,
      state: { kind: "queued", since },
      priority: priorities[index % 4] ?? "normal",
      promise,
    });
    await store.commitTurn(turn(id, null, { tickets: [one] }));
  }
  await store.close();
}

beforeAll(async () => {
  desk = await startDeskProcess(fill);
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

const print = (text: string): void => void process.stdout.write(`  ${text}\n`);

/** The milliseconds from each key to the next picture, as the browser measures them. */
async function timed(keys: readonly string[], settle: () => Promise<void>): Promise<number[]> {
  const { page } = alder;
  await page.evaluate(`
    window.took = [];
    window.looking = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") window.took.push(duration);
    });
    window.looking.observe({ type: "event", durationThreshold: 16 });
  `);
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle();
  }
  await page.waitForTimeout(300);
  const took = (await page.evaluate("window.looking.disconnect(), window.took")) as number[];
  return [...took, ...Array<number>(Math.max(0, keys.length - took.length)).fill(16)].sort((a, b) => a - b);
}

function report(name: string, took: number[]): number {
  const at = (part: number): number => took[Math.floor((took.length - 1) * part)] ?? 0;
  print(`${name}: ${took.length} keys, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
  return at(0.5);
}

test("with 200 people waiting the most urgent come first, and among them whose promise is due", async () => {
  await eventually(() => alder.rows.count()).toBe(waiting);
  const facts = await alder.rows.allTextContents();
  const rank = (text: string): number =>
    ["Urgent", "High", "—", "Low"].findIndex((word) => text.includes(word));
  const ranks = facts.map((text) => (rank(text) === -1 ? 2 : rank(text)));
  expect(ranks).toEqual(ranks.toSorted());
  expect(new Set(ranks).size).toBe(4);
  const places = facts.map((text) => Number(/#(\d+) in queue/.exec(text)?.[1]));
  expect(places).toEqual(places.map((_, at) => at + 1));
});

test("with 200 people waiting each key is answered at once", async () => {
  const { page } = alder;
  const opened = page.locator(".transcript .entry-said");
  const through = await timed(Array<string>(30).fill("j"), () => opened.last().waitFor());
  const views = await timed(["2", "1", "3", "1", "2", "1", "4", "1", "3", "1"], () =>
    page.waitForTimeout(150),
  );
  await page.keyboard.press("j");
  await opened.last().waitFor();
  await page.keyboard.press("n");
  const typed = await timed([..."It stays quick while one writes."], async () => {});
  const medians = [
    report("through the queue", through),
    report("between the views", views),
    report("while writing", typed),
  ];
  expect(Math.max(...medians)).toBeLessThan(500);
});
