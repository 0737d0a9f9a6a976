import { readFileSync } from "node:fs";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let now = Date.now;
let browser: Browser;
let desk: TestDesk;
let host: HostSite;
let context: BrowserContext;

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin], clock: () => now() });
  const head = `<script src="${desk.url}/widget.js" defer></script>`;
  pages["/"] = { head };
  pages["/other"] = { head };
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

beforeEach(async () => {
  context = await browser.newContext();
});

afterEach(async () => {
  now = Date.now;
  await context.close();
});

/** Opens the widget on a page of the site and gets as far as the second question. */
async function begin() {
  const page = await context.newPage();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.choose("Get an account back");
  await panel.answered(/did you close it/i);
  return panel;
}

/** The conversation that a page is in, as its browser keeps it. */
const keptConversation = async (
  panel: ReturnType<typeof panelOn>,
): Promise<{ conversationId: string; token: string }> =>
  JSON.parse(
    await panel.frame.locator("html").evaluate(() => localStorage.getItem("exit-desk.talk") ?? "null"),
  );

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(2)} s`;
const print = (text: string): void => void process.stdout.write(`  ${text}\n`);

test("a reload and a second page show the same talk, once", async () => {
  const panel = await begin();
  const before = await panel.said();
  for (const path of ["", "other"]) {
    const since = Date.now();
    await panel.page.goto(host.url + path);
    await panel.field.waitFor();
    await eventually(() => panel.said()).toEqual(before);
    print(`history back on ${path || "reload"} after ${seconds(since)}`);
  }
  await panel.choose("I closed it");
  await panel.answered(/how long ago/i);
});

test("a second tab is in the same talk and sees both sides of it", async () => {
  const first = await begin();
  const page = await context.newPage();
  await page.goto(`${host.url}other`);
  const second = panelOn(page);
  await second.open();
  await eventually(() => second.said()).toEqual(await first.said());
  await second.choose("I closed it");
  await first.answered(/how long ago/i);
  await eventually(() => first.own()).toEqual(await second.own());
  expect((await keptConversation(first)).conversationId).toBe(
    (await keptConversation(second)).conversationId,
  );
});

test("a cut socket mends itself and nothing is doubled", async () => {
  const panel = await begin();
  const before = await panel.said();
  const { conversationId } = await keptConversation(panel);
  const since = Date.now();
  desk.cutSockets(conversationId);
  await desk.say(conversationId, { text: "Still with you." });
  await panel.answered(/still with you/i);
  print(`mended after ${seconds(since)}`);
  expect(await panel.said()).toEqual([...before, "Still with you."]);
});

test("an expired token is renewed and the message arrives", async () => {
  const panel = await begin();
  const { token } = await keptConversation(panel);
  now = () => Date.now() + 3 * 3600_000;
  const since = Date.now();
  await panel.say("I closed it");
  await panel.answered(/how long ago/i);
  print(`answered with a new token after ${seconds(since)}`);
  expect((await keptConversation(panel)).token).not.toBe(token);
  expect((await panel.own()).filter((text) => text === "I closed it")).toHaveLength(1);
});

test("a restarted server has the talk back within 3 s, and a message typed meanwhile is sent once", async () => {
  const panel = await begin();
  await desk.stop();
  await panel.frame.getByText("Connection lost.").waitFor();
  await panel.say("I closed it");
  await panel.frame.getByText("Waiting for connection").waitFor();
  await panel.page.waitForTimeout(4000);
  await desk.start();
  const since = Date.now();
  await panel.answered(/how long ago/i);
  const took = Date.now() - since;
  print(`answered ${(took / 1000).toFixed(2)} s after the server's return`);
  expect(took).toBeLessThan(10_000);
  expect((await panel.own()).filter((text) => text === "I closed it")).toHaveLength(1);
  await eventually(() => panel.frame.getByText("Waiting for connection").count()).toBe(0);
});

test("messages typed offline wait, and are sent once and in order when the line is back", async () => {
  const panel = await begin();
  await context.setOffline(true);
  await panel.say("one of mine");
  await panel.say("two of mine");
  await panel.page.waitForTimeout(2500);
  expect((await panel.own()).slice(-2)).toEqual(["one of mine", "two of mine"]);
  await context.setOffline(false);
  const since = Date.now();
  await eventually(() => panel.frame.locator(".send-state").count()).toBe(0);
  print(`both sent ${seconds(since)} after the line came back`);
  const { conversationId } = await keptConversation(panel);
  const log = await desk.store.readLog(conversationId, { after: 0, limit: 100 });
  const mine = log.map(({ activity }) => activity.text).filter((text) => text?.endsWith("of mine"));
  expect(mine).toEqual(["one of mine", "two of mine"]);
});

test("a message that could not be sent before the page was left is sent once by the next page", async () => {
  const panel = await begin();
  const { conversationId } = await keptConversation(panel);
  let refused = 0;
  await context.route(/\/v3\/directline\/.*\/activities$/, (route) => {
    refused += 1;
    return route.abort();
  });
  await panel.say("left behind");
  await eventually(() => refused).toBeGreaterThan(0);
  await context.unroute(/\/v3\/directline\/.*\/activities$/);
  await panel.page.goto(`${host.url}other`);
  await eventually(async () => (await panel.own()).filter((text) => text === "left behind").length).toBe(1);
  const kept = async () => {
    const log = await desk.store.readLog(conversationId, { after: 0, limit: 100 });
    return log.filter(({ activity }) => activity.text === "left behind").length;
  };
  await eventually(kept).toBe(1);
});

test("an answer that got lost on the way does not send the message twice", async () => {
  const panel = await begin();
  let lost = 0;
  await context.route(/\/v3\/directline\/.*\/activities$/, async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await panel.say("I closed it");
  await panel.answered(/how long ago/i);
  await panel.page.waitForTimeout(2500);
  expect((await panel.own()).filter((text) => text === "I closed it")).toHaveLength(1);
  const { conversationId } = await keptConversation(panel);
  const log = await desk.store.readLog(conversationId, { after: 0, limit: 100 });
  expect(log.filter(({ activity }) => activity.text === "I closed it")).toHaveLength(1);
  expect(lost).toBeGreaterThan(1);
});

test("a message that the desk refuses says so, and is sent when tried again", async () => {
  const panel = await begin();
  await context.route(/\/v3\/directline\/.*\/activities$/, (route) =>
    route.fulfill({ status: 413, body: "{}" }),
  );
  await panel.say("I closed it");
  const again = panel.frame.getByRole("button", { name: "Try again" });
  await again.waitFor();
  await context.unroute(/\/v3\/directline\/.*\/activities$/);
  await again.click();
  await panel.answered(/how long ago/i);
  await eventually(async () => (await panel.own()).filter((text) => text === "I closed it").length).toBe(1);
  expect(await panel.frame.getByText("Not sent.").count()).toBe(0);
});

test("an erased talk is followed by a new one, and the person is told", async () => {
  const panel = await begin();
  const old = await keptConversation(panel);
  await desk.erase(old.conversationId);
  await panel.frame.getByText("Your earlier conversation was deleted. This is a new one.").waitFor();
  await panel.answered(/what do you need/i);
  expect(await panel.own()).toEqual([]);
  expect((await keptConversation(panel)).conversationId).not.toBe(old.conversationId);
});

test("whoever deleted their talk still sees the number of the receipt in the new one", async () => {
  const panel = await begin();
  const old = await keptConversation(panel);
  await desk.say(old.conversationId, { text: "Receipt: ER-23456789. This chat is about to go." });
  await panel.answered(/ER-23456789/);
  await desk.erase(old.conversationId);
  await panel.frame.getByText("Receipt: ER-23456789. This is a new one.").waitFor();
  expect((await keptConversation(panel)).conversationId).not.toBe(old.conversationId);
});

test("a laptop that slept is back in the talk as soon as it wakes", async () => {
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  const { conversationId } = await keptConversation(panel);
  now = () => Date.now() + 9 * 3600_000;
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await page.clock.fastForward("09:00:00");
  await eventually(() => sockets.length).toBeGreaterThan(0);
  await desk.say(conversationId, { text: "Good morning." });
  await panel.answered(/good morning/i);
});

test("news that come while the panel is closed are counted on the launcher, also on the next page", async () => {
  const panel = await begin();
  const { conversationId } = await keptConversation(panel);
  await panel.frame.getByRole("button", { name: "Close the chat" }).click();
  await desk.say(conversationId, { text: "A first thing." });
  await eventually(() => panel.launcher.getAttribute("aria-label")).toMatch(/1 new message$/);
  const requests: string[] = [];
  panel.page.on("request", (request) => requests.push(request.url()));
  await panel.page.goto(`${host.url}other`);
  await eventually(() => panel.launcher.getAttribute("aria-label")).toMatch(/1 new message$/);
  await desk.say(conversationId, { text: "A second thing." });
  await eventually(() => panel.launcher.getAttribute("aria-label")).toMatch(/2 new messages$/);
  expect(requests.some((url) => /\/open-/.test(url))).toBe(false);
  await panel.open();
  await panel.answered(/a second thing/i);
  await panel.frame.getByRole("button", { name: "Close the chat" }).click();
  expect(await panel.launcher.getAttribute("aria-label")).not.toMatch(/new message/);
});

test("T49: while the desk takes no more the person is told what happens, and what they wrote is sent once there is room", async () => {
  const panel = await begin();
  const words = JSON.parse(readFileSync("data/phrases/en/refusals.json", "utf8"));
  let refusals = 0;
  await context.route("**/activities", (route) => {
    refusals += 1;
    return route.fulfill({
      status: 429,
      headers: { "retry-after": new Date(Date.now() + 1000).toUTCString() },
      contentType: "application/json",
      body: JSON.stringify({ error: { code: "busy", message: words.busy, id: "1" } }),
    });
  });
  await panel.say("I closed it");
  const notice = panel.frame.getByText(/we're very busy right now/i);
  await notice.waitFor();
  expect(refusals).toBeGreaterThan(0);
  await context.unroute("**/activities");
  await panel.answered(/how long ago did you close/i);
  await notice.waitFor({ state: "hidden" });
  expect(await panel.own()).toEqual(["Get an account back", "I closed it"]);
});
