import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { axeFindings } from "./axe.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { eventually, panelOn } from "./panel.ts";

let browser: Browser;
let desk: TestDesk;
let context: BrowserContext;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

const secret = "words of the conversation behind the link";

/** A conversation of somebody on another device, and a link into it as an e-mail carries it. */
async function linked(about?: { ticket: string }): Promise<{ conversation: string; link: string }> {
  const { conversationId, token } = (await (
    await fetch(`${desk.url}/widget/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    })
  ).json()) as { conversationId: string; token: string };
  await fetch(`${desk.url}/v3/directline/conversations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  await desk.say(conversationId, { text: secret });
  return { conversation: conversationId, link: await desk.linkTo(conversationId, about) };
}

const lastSaid = (page: Page) =>
  page.locator(".webchat__basic-transcript__activity .said").last().textContent();
const write = async (page: Page, text: string): Promise<void> => {
  const field = page.locator("[data-id=webchat-sendbox-input]");
  await field.fill(text);
  await field.press("Enter");
};
const logOf = async (conversation: string): Promise<string> =>
  JSON.stringify(await desk.store.readLog(conversation, { after: 0, limit: 200 }));

/** A browser that has talked on the ordinary page before; gives its conversation. */
async function withOwnConversation(): Promise<string> {
  const page = await context.newPage();
  await page.goto(desk.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  const kept = await page.evaluate(() => localStorage.getItem("exit-desk.talk"));
  await page.close();
  return (JSON.parse(kept ?? "{}") as { conversationId: string }).conversationId;
}

/** What somebody writes on the ordinary page, and the conversation in which it arrives. */
async function writeOnOrdinaryPage(text: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(desk.url);
  const panel = panelOn(page);
  await panel.launcher.waitFor();
  if ((await panel.frame.locator(".who").count()) === 0) await panel.open();
  await panel.say(text);
  await eventually(() => panel.own()).toContain(text);
  const kept = await page.evaluate(() => localStorage.getItem("exit-desk.talk"));
  await page.close();
  return (JSON.parse(kept ?? "{}") as { conversationId: string }).conversationId;
}

test("T46: with a conversation of its own a browser asks first, opens the link beside it, and never over it", async () => {
  const own = await withOwnConversation();
  const { conversation, link } = await linked({ ticket: "XD-1012" });
  const page = await context.newPage();
  await page.goto(link);
  await page
    .getByRole("heading", { name: /This link opens a chat about XD-1012\. Open it here\?/ })
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.getByText(secret).count()).toBe(0);
  await page.getByRole("button", { name: "Open here" }).click();
  await eventually(() => lastSaid(page)).toBe(secret);
  expect(page.url()).not.toContain("link=");
  await eventually(() => page.locator(".notices").textContent()).toMatch(/about XD-1012/);
  await write(page, "said beside");
  await eventually(() => logOf(conversation)).toContain("said beside");

  await page.reload();
  await page.getByText("said beside").first().waitFor();
  expect(await writeOnOrdinaryPage("said on the ordinary page")).toBe(own);
  await eventually(() => logOf(own)).toContain("said on the ordinary page");
  expect(await logOf(conversation)).not.toContain("said on the ordinary page");
  expect(await logOf(own)).not.toContain("said beside");
});

test("T46: whoever stays in their own chat has used nothing up", async () => {
  const own = await withOwnConversation();
  const { link } = await linked({ ticket: "XD-1012" });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Stay in this chat" }).click();
  await page.locator("[data-id=webchat-sendbox-input]").waitFor();
  expect(await page.getByText(secret).count()).toBe(0);
  expect(page.url()).not.toContain("link=");
  await write(page, "still mine");
  await eventually(() => logOf(own)).toContain("still mine");
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await eventually(() => lastSaid(other)).toBe(secret);
  await elsewhere.close();
});

test("T46: without a conversation of its own a browser opens the link at once, and the ordinary page still begins another", async () => {
  const { conversation, link } = await linked();
  const page = await context.newPage();
  await page.goto(link);
  await eventually(() => lastSaid(page)).toBe(secret);
  expect(await writeOnOrdinaryPage("not for whoever sent the link")).not.toBe(conversation);
  expect(await logOf(conversation)).not.toContain("not for whoever");
});

test("T55: a link opens twice on the browser that opened it, and another browser is offered a new one", async () => {
  const { conversation, link } = await linked({ ticket: "XD-1013" });
  const first = await context.newPage();
  await first.goto(link);
  await eventually(() => lastSaid(first)).toBe(secret);
  const again = await context.newPage();
  await again.goto(link);
  await eventually(() => lastSaid(again)).toBe(secret);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await other.getByRole("heading", { name: /already opened in another browser/i }).waitFor();
  expect(await axeFindings(other)).toEqual([]);
  await other.getByRole("button", { name: "Send a new link" }).click();
  await other.getByText(/new link is on its way/i).waitFor();
  expect(desk.renewed).toEqual([conversation]);
  expect(await other.locator("body").textContent()).not.toMatch(/@/);
  await other.getByRole("button", { name: "Go to the chat" }).click();
  await other.locator("[data-id=webchat-sendbox-input]").waitFor();
  expect(await other.getByText(secret).count()).toBe(0);
  await elsewhere.close();
});

test("T55: a person sees in the menu that their chat is open elsewhere, and ends that", async () => {
  const { conversation, link } = await linked();
  const page = await context.newPage();
  await page.goto(link);
  await eventually(() => lastSaid(page)).toBe(secret);
  const menu = async (): Promise<void> => {
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("menuitem", { name: "Where this chat is open" }).click();
  };
  await desk.linkTo(conversation);
  await menu();
  const list = page.getByRole("region", { name: "Where this chat is open" });
  await list.getByText(/^Chrome on Linux, this browser$/).waitFor();
  await list.getByText(/^Another device, last used on /).waitFor();
  await list.getByText(/^A link e-mailed on .*, not opened yet$/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await list.getByRole("button", { name: /^End access: Another device/ }).click();
  await list.getByText(/^Another device/).waitFor({ state: "detached" });
  const ended = async (): Promise<number> =>
    (await desk.grants.list(conversation)).filter(({ endedAt }) => endedAt !== null).length;
  expect(await ended()).toBe(1);
  await desk.linkTo(conversation);
  await menu();
  await list.getByRole("button", { name: "End all others" }).click();
  await list.getByText("This chat can only be opened in this browser.", { exact: true }).waitFor();
  expect(await ended()).toBe(3);
  await write(page, "still here");
  await eventually(() => logOf(conversation)).toContain("still here");
  await list.getByRole("button", { name: "Close list" }).click();
  await list.waitFor({ state: "detached" });
});

test("T55: a link that was ended opens nothing, and neither does what it had opened", async () => {
  const { conversation, link } = await linked({ ticket: "XD-1014" });
  const page = await context.newPage();
  await page.goto(link);
  await eventually(() => lastSaid(page)).toBe(secret);
  const [opened] = (await desk.grants.list(conversation)).filter(({ kind }) => kind === "mail-link");
  await desk.grants.end(conversation, { id: opened?.id ?? "" });
  await eventually(() => page.locator(".notices").textContent()).toMatch(/can't be used here any more/i);
  expect(await page.getByText(secret).count()).toBe(0);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await eventually(() => other.locator(".notices").textContent()).toMatch(/doesn't open a chat any more/i);
  expect(await other.getByRole("button", { name: "Send a new link" }).count()).toBe(0);
  await elsewhere.close();
});

test("T46: a link that was opened beside opens there again without a question, and the own conversation stays", async () => {
  const own = await withOwnConversation();
  const { conversation, link } = await linked({ ticket: "XD-1015" });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Open here" }).click();
  await eventually(() => lastSaid(page)).toBe(secret);
  const again = await context.newPage();
  await again.goto(link);
  await eventually(() => lastSaid(again)).toBe(secret);
  expect(await again.getByRole("button", { name: "Open here" }).count()).toBe(0);
  expect(await writeOnOrdinaryPage("mine after both")).toBe(own);
  expect(await logOf(conversation)).not.toContain("mine after both");
});

test("T46, T55: a second browser with a conversation of its own opens nothing by a used link, and stays in its own", async () => {
  const { link } = await linked({ ticket: "XD-1016" });
  const elsewhere = await browser.newContext();
  const first = await elsewhere.newPage();
  await first.goto(link);
  await eventually(() => lastSaid(first)).toBe(secret);

  const own = await withOwnConversation();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("heading", { name: /already opened in another browser/i }).waitFor();
  await page.getByRole("button", { name: "Go to the chat" }).click();
  await page.locator("[data-id=webchat-sendbox-input]").waitFor();
  await write(page, "mine on the second browser");
  await eventually(() => logOf(own)).toContain("mine on the second browser");
  expect(await page.getByText(secret).count()).toBe(0);
  await elsewhere.close();
});

test.each([
  ["without a conversation of its own", false],
  ["with one", true],
])("T55: a link that was ended before anybody opened it opens nothing on a browser %s", async (_, hasOwn) => {
  const own = hasOwn ? await withOwnConversation() : null;
  const { conversation, link } = await linked({ ticket: "XD-1017" });
  const [unopened] = (await desk.grants.list(conversation)).filter(({ kind }) => kind === "mail-link");
  await desk.grants.end(conversation, { id: unopened?.id ?? "" });
  const page = await context.newPage();
  await page.goto(link);
  await eventually(() => page.locator(".notices").textContent()).toMatch(/doesn't open a chat any more/i);
  expect(await page.getByRole("button", { name: "Open here" }).count()).toBe(0);
  await write(page, "said after the end");
  await page.locator(".said", { hasText: "said after the end" }).waitFor();
  if (own !== null) await eventually(() => logOf(own)).toContain("said after the end");
  expect(await page.getByText(secret).count()).toBe(0);
  expect(await logOf(conversation)).not.toContain("said after the end");
});
