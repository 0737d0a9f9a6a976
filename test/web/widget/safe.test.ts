import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { hostile, tracesIn } from "../../http/hostile.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;
let context: BrowserContext;
let page: Page;
let requests: string[];
let violations: string[];

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin] });
  pages["/"] = { head: `<script src="${desk.url}/widget.js" defer></script>` };
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  requests = [];
  violations = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) violations.push(message.text());
  });
});

afterEach(() => context.close());

const outside = (): string[] =>
  requests.filter((url) => ![desk.url, host.origin, "data:", "blob:"].some((known) => url.startsWith(known)));

const conversation = async (): Promise<string> => {
  const kept = await panelOn(page)
    .frame.locator("html")
    .evaluate(() => localStorage.getItem("exit-desk.talk") ?? "");
  return JSON.parse(kept).conversationId;
};

test("T17: hostile texts from both sides stay texts, and nothing is fetched from outside", async () => {
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  const id = await conversation();
  for (const text of hostile) {
    await panel.say(text);
    for (const textFormat of ["markdown", "xml", "plain"]) await desk.say(id, { text, textFormat });
  }
  const button = { type: "openUrl", title: "<b>open</b>", value: "javascript:window.__pwned=1" };
  await desk.say(id, {
    text: "Look at https://example.com/a?b=1&c=<i> now",
    speak: "<speak>hello</speak>",
    attachments: [
      { contentType: "image/png", contentUrl: "https://evil.example/i.png", name: "i.png" },
      { contentType: "text/html", content: "<script>window.__pwned=1</script>" },
      {
        contentType: "application/vnd.microsoft.card.hero",
        content: { images: [{ url: "https://evil.example/h.png" }], text: hostile[0] },
      },
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          backgroundImage: "https://evil.example/b.png",
          body: [
            { type: "TextBlock", text: hostile[1] },
            { type: "Image", url: "https://evil.example/c.png" },
          ],
          actions: [{ type: "Action.OpenUrl", title: "go", url: "javascript:window.__pwned=1" }],
        },
      },
    ],
    suggestedActions: { actions: [button] },
    entities: [
      { type: "https://schema.org/Message", "@type": "Message", citation: [{ url: "javascript:1" }] },
    ],
  });
  await desk.say(id, { text: "a card", channelData: { card: { kind: "draft", text: hostile[0] } } });
  await panel.frame.getByText("a card", { exact: true }).last().waitFor();
  await panel.frame.getByRole("button", { name: "Copy", exact: true }).waitFor();

  const found = await tracesIn(panel.frame.locator("html"));
  expect(found.pwned).toBe(false);
  expect(await page.evaluate("'__pwned' in window")).toBe(false);
  expect(found).toMatchObject({ handlers: 0, scripts: 1, fetching: 0 });
  for (const [href, rel, target] of found.links) {
    expect(href).toMatch(/^https?:/);
    expect(rel).toContain("noopener");
    expect(target).toBe("_blank");
  }
  for (const text of hostile.slice(0, 3)) expect(await panel.own()).toContain(text);
  expect(outside()).toEqual([]);
  expect(violations).toEqual([]);
});

test("the frame is shown to the desk's own pages and to allowed origins, and to nobody else", async () => {
  const policy = (await fetch(`${desk.url}/widget/frame`)).headers.get("content-security-policy") ?? "";
  expect(policy).toContain(`frame-ancestors 'self' ${host.origin}`);
  expect(policy).not.toMatch(/unsafe|\*/);
  const stranger = await startHost({
    "/": { head: `<script src="${desk.url}/widget.js" data-open defer></script>` },
  });
  await page.goto(stranger.url);
  await eventually(() => violations.join(" ")).toMatch(/frame-ancestors/);
  expect(await panelOn(page).field.count()).toBe(0);
  await stranger.stop();
});

test("it works under a strict policy of the host page that allows it as script and as frame", async () => {
  pages["/strict"] = {
    head: `<script src="${desk.url}/widget.js" data-colour="#7a3b12" data-greeting="Hello" defer></script>`,
    headers: {
      "content-security-policy": `default-src 'none'; img-src data:; script-src ${desk.url}; frame-src ${desk.url}`,
    },
  };
  await page.goto(`${host.url}strict`);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  const colour =
    "(() => getComputedStyle(document.querySelector('exit-desk').shadowRoot.querySelector('.launcher')).backgroundColor)()";
  expect(await page.evaluate(colour)).toBe("rgb(122, 59, 18)");
  expect(violations).toEqual([]);
});

test("it works inside a sandboxed preview that keeps its origin", async () => {
  pages["/preview"] = {
    body: `<iframe id="preview" sandbox="allow-scripts allow-same-origin" src="/" width="700" height="700"></iframe>`,
  };
  await page.goto(`${host.url}preview`);
  const preview = page.frameLocator("#preview");
  await preview.locator("button.launcher").click();
  const inner = preview.frameLocator("exit-desk iframe");
  await inner.getByText("What do you need?").last().waitFor();
  expect(outside()).toEqual([]);
});

test("inside a sandbox without an origin, where no frame is allowed, it offers the desk's own page", async () => {
  pages["/bare"] = {
    body: `<iframe id="preview" sandbox="allow-scripts" src="/" width="700" height="700"></iframe>`,
  };
  await page.goto(`${host.url}bare`);
  const preview = page.frameLocator("#preview");
  await preview.locator("button.launcher").click();
  const link = preview.getByRole("link", { name: "Open in a new tab" });
  await link.waitFor();
  expect(await link.getAttribute("href")).toBe(`${desk.url}/`);
});

test("the host page learns nothing of the talk, and the frame does not touch the host page", async () => {
  await page.addInitScript("addEventListener('message', ({data}) => (window.heard ??= []).push(data))");
  await page.goto(host.url);
  const panel = panelOn(page);
  const before = await page.evaluate("document.documentElement.outerHTML.length + document.cookie.length");
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.say("a secret of mine");
  await eventually(() => panel.own()).toContain("a secret of mine");
  expect(await page.evaluate("window.heard ?? []")).toEqual([]);
  expect(await page.evaluate("document.documentElement.outerHTML.length + document.cookie.length")).toBe(
    before,
  );
  const stored = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
  expect(stored).toBe('[{"exit-desk-opened":"1"},{"exit-desk-open":"1"}]');
});
