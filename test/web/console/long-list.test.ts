import type { Browser as Chromium, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestApi } from "../../api/api-desk.ts";
import type { Browser } from "../../api/browser.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { openConsole, signInAt } from "./open-console.ts";

const waiting = 375;
const rate = { burst: 5000, perSecond: 1000 };

let chromium: Chromium;
let api: TestApi;
let birch: Browser;
let page: Page;
let lastNumber = 1000;
let rows: Locator;

/** So many people ask for a person, one after the other; gives their tickets. */
async function arrive(count: number, over: Parameters<TestApi["openTicket"]>[1] = {}): Promise<number[]> {
  const opened: number[] = [];
  for (let at = 0; at < count; at += 1) {
    lastNumber += 1;
    await api.openTicket(lastNumber, over);
    opened.push(lastNumber);
  }
  return opened;
}
const claim = async (...numbers: (number | undefined)[]): Promise<void> => {
  for (const number of numbers) expect((await birch.post(`/tickets/${number}/claim`)).status).toBe(200);
};
/** The queue as the desk has it. */
const queue = async (): Promise<number[]> => (await api.human.queue()).map(({ ticket }) => ticket.number);
/** The tickets that are shown, from the top. */
const shown = (): Promise<number[]> =>
  page
    .locator(".list-pane .rows > li")
    .evaluateAll((all) =>
      all.map((row) => Number((row as unknown as { dataset: { number: string } }).dataset.number)),
    );
const count = (view: RegExp): Promise<string | null> =>
  page.getByRole("link", { name: view }).locator(".count").textContent();
const more = (): Locator => page.getByRole("button", { name: "Show older tickets" });
const scrollTop = (): Promise<number> => page.evaluate(`document.querySelector(".list-scroll").scrollTop`);
const focused = (): Promise<number> =>
  page.evaluate(`Number(document.activeElement?.closest("li")?.dataset.number ?? 0)`);

/** Shows what is told of so many who wait. */
async function expectCounted(): Promise<void> {
  const all = String((await queue()).length);
  await eventually(() => count(/^Waiting/)).toBe(all);
  await eventually(() => page.title()).toContain(`(${all})`);
}

beforeAll(async () => {
  api = await openConsole({ limits: { writesPerAgent: rate, readsPerAgent: rate } });
  chromium = await startBrowser();
  await api.join("Oak", "owner");
  birch = await api.join("Birch", "agent");
  await api.join("Alder", "agent");
  await arrive(waiting);
}, 120_000);
afterEach(() => page?.context().close());
afterAll(async () => {
  await chromium.close();
  await api.stop();
});

async function enter(view = "waiting", name = "oak"): Promise<void> {
  page = await signInAt(chromium, api, `${name}@desk.example`);
  await page.goto(`${api.url}/console/#/${view}`);
  rows = page.locator(".list-pane .row");
  await rows.first().waitFor();
}

test("more of a long queue comes below what is shown, each ticket once, and the numbers are those of all", async () => {
  await enter();
  await eventually(() => rows.count()).toBe(200);
  await expectCounted();
  await more().scrollIntoViewIfNeeded();
  const [first, top] = [await shown(), await scrollTop()];
  expect(first).toEqual((await queue()).slice(0, 200));
  expect(top).toBeGreaterThan(5000);
  await more().click();
  await eventually(() => rows.count()).toBe(waiting);
  expect(await shown()).toEqual(await queue());
  await expectCounted();
  expect(await more().count()).toBe(0);
  expect(await scrollTop()).toBe(top);
  await eventually(focused).toBe((await queue())[200]);
}, 60_000);

test("tickets that come and go between the pages are each shown once, and none is left out", async () => {
  await enter();
  await eventually(() => rows.count()).toBe(200);
  const before = await queue();
  // the last of the page among them: what comes behind it is not what comes behind nothing
  await claim(before[0], before[57], before[198], before[199], before[200], before[250]);
  const urgent = await arrive(2, { priority: "urgent" });
  await more().click();
  await eventually(async () => (await shown()).length).toBe((await queue()).length);
  await eventually(shown).toEqual(await queue());
  expect((await shown()).slice(0, 2)).toEqual(urgent);
  await expectCounted();
}, 60_000);

test("with all shown, who leaves vanishes and who comes appears; nothing is cut back and the place is kept", async () => {
  await enter();
  await more().click();
  await eventually(async () => (await shown()).length).toBe((await queue()).length);
  const before = await queue();
  const [at, look] = [before[280], before[290]];
  const row = page.locator(`.rows > li[data-number="${look}"]`);
  await row.scrollIntoViewIfNeeded();
  await page.locator(`.rows > li[data-number="${at}"] .row`).focus();
  const box = await row.boundingBox();
  await claim(before[3], before[40], before[120]);
  const [urgent] = await arrive(1, { priority: "urgent" });
  await eventually(shown).toEqual(await queue());
  expect((await shown()).slice(0, 10)).toContain(urgent);
  await expectCounted();
  expect(await focused()).toBe(at);
  expect(Math.abs(((await row.boundingBox())?.y ?? 0) - (box?.y ?? 0))).toBeLessThan(4);
  const next = before[281];
  await claim(at);
  await eventually(focused).toBe(next);
  // the desk's order has come by now, too
  await page.waitForTimeout(1500);
  expect(await shown()).toEqual(await queue());
  expect(await focused()).toBe(next);
}, 60_000);

test("while a page of the queue is not fetched, the numbers follow what happens in it", async () => {
  await enter();
  await eventually(() => rows.count()).toBe(200);
  const before = await queue();
  await claim(before[300], before[301], before[10]);
  await expectCounted();
  await arrive(3);
  await expectCounted();
  await eventually(() => rows.count()).toBe(200);
  expect(await shown()).toEqual((await queue()).slice(0, 200));
}, 60_000);

test("a queue that grows beyond a page while it is looked at keeps its rows", async () => {
  const all = await queue();
  const kept = all.slice(0, 198);
  await claim(...all.slice(198));
  await enter();
  await eventually(() => rows.count()).toBe(198);
  await arrive(6);
  await eventually(() => rows.count()).toBe(204);
  await page.waitForTimeout(1500);
  expect(await shown()).toEqual(await queue());
  expect((await shown()).filter((number) => kept.includes(number))).toHaveLength(198);
  await expectCounted();
}, 60_000);

test("what is not waited for any more, and everything, comes in pages down to the oldest", async () => {
  await enter("all");
  const all = Array.from({ length: lastNumber - 1000 }, (_, at) => lastNumber - at);
  await eventually(() => rows.count()).toBe(200);
  // an old ticket that is known by its link stands in its own place, not where the page ended
  await page.goto(`${api.url}/console/#/all/1003`);
  await page.getByRole("main", { name: "Conversation of XD-1003" }).waitFor();
  expect(await shown()).toEqual(all.slice(0, 200));
  const [newest] = await arrive(1);
  await eventually(async () => (await shown())[0]).toBe(newest);
  await more().click();
  await eventually(shown).toEqual([newest, ...all]);
  expect(await more().count()).toBe(0);
}, 60_000);

test("closed tickets come in pages too, and one that is closed meanwhile stands above", async () => {
  const since = new Date().toISOString();
  const state = { kind: "resolved", by: birch.id, since, outcome: "solved", onward: "done" } as const;
  const closed = (await arrive(230, { state })).toReversed();
  await enter("resolved");
  await eventually(() => rows.count()).toBe(200);
  expect(await shown()).toEqual(closed.slice(0, 200));
  const [one] = await arrive(1);
  await claim(one);
  // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
  await birch.post(`/tickets/${one}/resolve`, { outcome: "solved", then: "done" });
  await eventually(async () => (await shown())[0]).toBe(one);
  await more().click();
  await eventually(shown).toEqual([one, ...closed]);
}, 60_000);

test("one's own tickets are all there and all counted, and those of others on the team's page", async () => {
  const mine = (await birch.get("/tickets?state=mine&limit=200")).body;
  expect(mine.total).toBeGreaterThan(0);
  const agent = api.browser();
  await agent.post("/session", { email: "alder@desk.example", password: "correct horse battery" });
  await agent.look();
  const own = await arrive(210);
  for (const number of own) await agent.post(`/tickets/${number}/claim`);
  await enter("mine", "alder");
  await eventually(() => rows.count()).toBe(210);
  expect((await shown()).toSorted((a, b) => a - b)).toEqual(own);
  expect(await count(/^Mine/)).toBe("210");
  await eventually(() => page.title()).toContain(`(${(await queue()).length + 210})`);
  await page.context().close();
  await enter();
  await page.goto(`${api.url}/console/#/team`);
  const held = page.getByRole("list", { name: "Alder's tickets" }).getByRole("listitem");
  await eventually(() => held.count()).toBe(210);
}, 90_000);

test("a search tells that there are older hits, and shows them below, each once", async () => {
  const found = (await arrive(60, { summary: "Asks about a heron" })).toReversed();
  await enter();
  await page.getByRole("searchbox").fill("heron");
  await eventually(() => rows.count()).toBe(25);
  await page.getByText("Newest 25 results").waitFor();
  await more().click();
  await eventually(shown).toEqual(found.slice(0, 50));
  await eventually(focused).toBe(found[25]);
  await arrive(1, { summary: "Asks about a heron" });
  await more().click();
  await eventually(shown).toEqual(found);
  await page.getByText("60 results").waitFor();
  expect(await more().count()).toBe(0);
}, 60_000);
