import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { axeFindings } from "./axe.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;
let context: BrowserContext;

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin] });
  const script = (more: string): string => `<script src="${desk.url}/widget.js" ${more} defer></script>`;
  pages["/"] = { head: script('data-greeting="Thinking of leaving?"') };
  pages["/rtl"] = { head: script('data-locale="ar"') };
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

afterEach(() => context.close());

const items = [
  { id: "contracts", title: "End open contracts", state: "done" },
  { id: "money", title: "Withdraw what is left", state: "open" },
  { id: "copies", title: "Save your messages", state: "todo" },
];
const cards = [
  { kind: "checklist", items },
  { kind: "steps", at: 2, of: 4, title: "Open the account settings" },
  { kind: "draft", text: "Dear customer service,\n\nI would like my account back." },
  { kind: "ticket", number: 1007, contact: "" },
];

async function open(path = "", scheme: "light" | "dark" = "light"): Promise<ReturnType<typeof panelOn>> {
  context = await browser.newContext({ colorScheme: scheme, acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(host.url + path);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  return panel;
}

const conversation = async (panel: ReturnType<typeof panelOn>): Promise<string> =>
  JSON.parse(await panel.frame.locator("html").evaluate(() => localStorage.getItem("exit-desk.talk") ?? ""))
    .conversationId;

const frameOf = (page: Page) =>
  page.frames().find((frame) => frame.url().includes("/widget/frame")) ?? page.mainFrame();

test.each(["light", "dark"] as const)("axe finds nothing wrong in launcher and frame, %s", async (scheme) => {
  const panel = await open("", scheme);
  const id = await conversation(panel);
  for (const card of cards) await desk.say(id, { text: `A ${card.kind}.`, channelData: { card } });
  await panel.answered(/a ticket/i);
  await panel.say("thank you");
  await panel.frame.getByRole("button", { name: "Menu" }).click();
  expect(await axeFindings(frameOf(panel.page))).toEqual([]);
  expect(await axeFindings(panel.page)).toEqual([]);
  await panel.frame.getByRole("menuitem").first().press("Escape");
  await panel.frame.getByRole("button", { name: "Close the chat" }).click();
  expect(await axeFindings(panel.page)).toEqual([]);
});

test.each(["light", "dark"] as const)(
  "axe finds nothing wrong on the front page and the page for site owners, %s",
  async (colorScheme) => {
    context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(desk.url);
    await page.locator("exit-desk button.launcher").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${desk.url}/embed`);
    await page.frameLocator("#preview").locator("exit-desk button.launcher").waitFor();
    await page.getByRole("button", { name: "Copy tag" }).click();
    expect(await axeFindings(page)).toEqual([]);
    const preview = page.frames().find((frame) => frame.url().endsWith("/embed/preview"));
    expect(await axeFindings(preview ?? page)).toEqual([]);
  },
);

test("new words are announced once, politely, and the choices have a name", async () => {
  const panel = await open();
  expect(await panel.choices.count()).toBe(1);
  const heard = panel.frame.locator("[role=log][aria-live=polite], [role=log]:not([aria-live])");
  await desk.say(await conversation(panel), { text: "Something new to hear." });
  await eventually(() => heard.getByText("Something new to hear.").count()).toBe(1);
  expect(await panel.field.getAttribute("aria-label")).toBe("Your message");
  expect(await panel.page.locator("exit-desk iframe").getAttribute("title")).toBe("Exit Desk chat");
});

test("with text at 200 % and 320 pixels nothing is cut off beside the screen", async () => {
  const panel = await open();
  await panel.page.setViewportSize({ width: 320, height: 640 });
  await panel.frame.locator("html").evaluate((root) => {
    root.style.fontSize = "200%";
  });
  const tooWide = await panel.frame.locator("body").evaluate((body) =>
    [...body.querySelectorAll("button, .said, h1, textarea")]
      .filter((el) => !el.closest(".unseen, [class*=live-region]") && el.getBoundingClientRect().width > 1)
      .filter((el) => el.getBoundingClientRect().right > 321 || el.getBoundingClientRect().left < -1)
      .map((el) => `${el.className} ${el.textContent}`),
  );
  expect(tooWide).toEqual([]);
  expect(await panel.field.isVisible()).toBe(true);
});

test("right-to-left turns the frame around", async () => {
  const panel = await open("rtl");
  expect(await panel.frame.locator("html").getAttribute("dir")).toBe("rtl");
  await panel.say("مرحبا");
  const own = await panel.frame.locator(".webchat__bubble--from-user").last().boundingBox();
  const theirs = await panel.frame
    .locator(".webchat__bubble:not(.webchat__bubble--from-user)")
    .first()
    .boundingBox();
  expect(own?.x ?? 0).toBeLessThan(theirs?.x ?? 0);
});

test("reduced motion stops what moves", async () => {
  context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.open();
  const moving =
    "document.getAnimations().length + document.querySelector('exit-desk').shadowRoot.getAnimations().length";
  expect(await page.evaluate(moving)).toBe(0);
});

test("the checklist is ticked in place, and folded where it comes again", async () => {
  const panel = await open();
  const id = await conversation(panel);
  await desk.say(id, { text: "First.", channelData: { card: { kind: "checklist", items } } });
  const first = panel.frame.getByRole("region", { name: "Before you close" });
  await eventually(() => first.locator("li.done").count()).toBe(1);
  const done = items.map((item) => ({ ...item, state: "done" }));
  await desk.say(id, { text: "Again.", channelData: { card: { kind: "checklist", items: done } } });
  await eventually(() => first.locator("li.done").count()).toBe(3);
  expect(await first.textContent()).toContain("3 of 3 done");
  expect(await panel.frame.locator("details.folded").count()).toBe(1);
});

test("a draft can be changed, copied and given back", async () => {
  const panel = await open();
  await desk.say(await conversation(panel), { text: "Here.", channelData: { card: cards[2] } });
  const draft = panel.frame.getByRole("textbox", { name: /your draft/i });
  await draft.fill("Please restore my account.");
  await panel.frame.getByRole("button", { name: "Copy", exact: true }).click();
  await panel.frame.getByText("Copied").waitFor();
  await panel.field.press("Control+v");
  expect(await panel.field.inputValue()).toBe("Please restore my account.");
  await panel.field.fill("");
  await panel.frame.getByRole("button", { name: "Keep this version" }).click();
  await eventually(async () => (await panel.own()).at(-1)).toBe("Please restore my account.");
});

test("an adaptive card posts its button's value with what was filled in", async () => {
  const panel = await open();
  const id = await conversation(panel);
  const data = { version: "v", step: "s", nonce: "n", choice: "send" };
  const content = {
    type: "AdaptiveCard",
    body: [
      { type: "TextBlock", text: "Tell us", weight: "Bolder" },
      { type: "Input.Text", id: "name", label: "Account name" },
    ],
    actions: [{ type: "Action.Submit", title: "Send it", data }],
  };
  await desk.say(id, {
    text: "A form.",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
  });
  await panel.frame.getByRole("textbox", { name: "Account name" }).fill("Studio North");
  await panel.frame.getByRole("button", { name: "Send it" }).click();
  await eventually(async () => (await panel.own()).at(-1)).toBe("Send it");
  const kept = async () => {
    const log = await desk.store.readLog(id, { after: 0, limit: 50 });
    return log.find(({ activity }) => activity.text === "Send it")?.activity.value;
  };
  await eventually(kept).toEqual({ ...data, fields: { name: "Studio North" } });
});

test("the menu works by keyboard, saves a readable copy, and starts over", async () => {
  const panel = await open();
  await panel.say("1 < 2 & <b>bold</b>");
  await eventually(() => panel.own()).toHaveLength(1);
  const menu = panel.frame.getByRole("button", { name: "Menu" });
  await menu.press("Enter");
  await panel.frame.getByRole("menuitem", { name: "Talk to a person" }).press("ArrowDown");
  const [download] = await Promise.all([
    panel.page.waitForEvent("download"),
    panel.page.keyboard.press("Enter"),
  ]);
  expect(download.suggestedFilename()).toMatch(/^exit-desk-chat-\d{4}-\d\d-\d\d\.html$/);
  const reader = await context.newPage();
  await reader.setContent(await readFile(await download.path(), "utf8"));
  const text = await reader.locator("body").textContent();
  expect(text).toContain("1 < 2 & <b>bold</b>");
  expect(text).toContain("What do you need?");
  await menu.press("Enter");
  for (const key of ["ArrowDown", "ArrowDown"]) await panel.page.keyboard.press(key);
  const [data] = await Promise.all([panel.page.waitForEvent("download"), panel.page.keyboard.press("Enter")]);
  expect(data.suggestedFilename()).toMatch(/\.json$/);
  const copy = JSON.parse(await readFile(await data.path(), "utf8"));
  expect(copy.said).toContainEqual(expect.objectContaining({ who: "person", text: "1 < 2 & <b>bold</b>" }));
  await menu.press("Enter");
  await panel.page.keyboard.press("End");
  await panel.page.keyboard.press("Enter");
  await eventually(async () => (await panel.own()).at(-1)).toMatch(/start over/i);
});
