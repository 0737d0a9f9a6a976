import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { servePage } from "../../src/web/page.ts";
import { ask, until } from "../channels/direct-line/ask.ts";
import { type EchoDesk, openEchoDesk, sayAsBot } from "../channels/direct-line/echo-desk.ts";

const hostile = `<img src="https://evil.example/x" onerror="window.__pwned=1"><script>window.__pwned=1</script>`;
let desk: EchoDesk;
let browser: Browser;
let page: Page;
let complaints: string[];

const openDesk = async (folder?: string, port?: number): Promise<EchoDesk> => {
  const opened = await openEchoDesk({
    ...(folder !== undefined && { folder }),
    ...(port !== undefined && { port }),
  });
  servePage(opened.web, "src/web/page", "data/phrases/en/page.json");
  return opened;
};

beforeAll(async () => {
  desk = await openDesk();
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox"],
    headless: true,
  });
});
afterAll(async () => {
  await browser?.close();
  await desk.stop();
});
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on(
    "request",
    (request) =>
      request.url().startsWith(desk.url) ||
      request.url().startsWith("data:") ||
      complaints.push(request.url()),
  );
  await page.goto(desk.url);
  await page.getByText("welcome").waitFor();
});

const bubbles = async (): Promise<string[]> =>
  (await page.locator(".bubble").allInnerTexts()).map((text) =>
    text.split("\n").filter(Boolean).slice(1).join(" "),
  );
const say = async (text: string): Promise<void> => {
  await page.getByLabel("Your message").fill(text);
  await page.keyboard.press("Enter");
};
const talkId = (): Promise<string> =>
  page.evaluate("JSON.parse(localStorage.getItem('exit-desk-talk')).conversationId");

test("a person talks by keyboard, and nothing on the page complains", async () => {
  await say("hello there");
  await page.getByText("echo hello there").waitFor();
  expect(await bubbles()).toEqual(["welcome", "hello there", "echo hello there"]);
  expect(complaints).toEqual([]);
});

test("suggested answers are buttons, and a click says what they stand for", async () => {
  await sayAsBot(desk.store, await talkId(), ["which one?"], {
    suggestedActions: { actions: [{ type: "imBack", title: "Take a break", value: "Take a break" }] },
  });
  await page
    .getByRole("group", { name: "Suggested answers" })
    .getByRole("button", { name: "Take a break" })
    .click();
  await page.getByText("echo Take a break").waitFor();
  expect(await page.getByRole("button", { name: "Take a break" }).count()).toBe(0);
});

test("T17: hostile texts are shown as text, run nothing and fetch nothing", async () => {
  await say(hostile);
  await page.getByText(`echo ${hostile}`).waitFor();
  expect(await page.evaluate("window.__pwned")).toBe(undefined);
  expect(complaints).toEqual([]);
});

test("the talk is there again after a reload, once", async () => {
  await say("remember me");
  await page.getByText("echo remember me").waitFor();
  await page.reload();
  await page.getByText("echo remember me").waitFor();
  expect(await bubbles()).toEqual(["welcome", "remember me", "echo remember me"]);
});

test("a restart of the desk loses and doubles nothing on the page", async () => {
  await say("before");
  await page.getByText("echo before").waitFor();
  const { folder, port } = desk;
  await desk.stop();
  await page.getByText("The line is down").waitFor();
  desk = await openDesk(folder, port);
  await page.getByText("Connected").waitFor({ timeout: 5000 });
  await say("after");
  await page.getByText("echo after").waitFor();
  expect(await bubbles()).toEqual(["welcome", "before", "echo before", "after", "echo after"]);
});

test("what could not be sent says so and is sent once when tried again", async () => {
  await page.route("**/activities", (route) => route.abort());
  await say("on a bad line");
  await page.getByText("Not sent.").waitFor();
  await page.unroute("**/activities");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("echo on a bad line").waitFor();
  expect(await bubbles()).toEqual(["welcome", "on a bad line", "echo on a bad line"]);
});

test("an erased talk is said to be, and a new one begins", async () => {
  const erased = await talkId();
  await desk.store.eraseConversation(erased);
  desk.line.end(erased);
  await page.getByText("The earlier talk was erased").waitFor({ timeout: 10_000 });
  await page.getByText("welcome").waitFor();
  expect(await talkId()).not.toBe(erased);
});

test("a new talk begins empty and greets", async () => {
  await say("private");
  await page.getByText("echo private").waitFor();
  await page.getByRole("button", { name: "New talk" }).click();
  await until(async () => (await bubbles()).join() === "welcome");
});

test("at 320 px nothing runs off the side", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await say("x".repeat(300));
  await page.getByText("echo xxx").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
});

test("the page is sent with a policy that allows its own files and nothing else", async () => {
  const response = await fetch(desk.url);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const again = await fetch(desk.url, { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
  expect(again.status).toBe(304);
  expect((await ask(desk, "GET", "/page/../../package.json")).status).toBe(404);
});
