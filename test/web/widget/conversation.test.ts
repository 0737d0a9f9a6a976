import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin] });
  pages["/"] = {
    head: `<script src="${desk.url}/widget.js" data-greeting="Thinking of leaving?" defer></script>`,
  };
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

test("a whole talk by mouse, on a page of another origin", async () => {
  const page = await browser.newPage();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  const clicks = [
    "Close my account",
    /^Unused, or privacy worries/,
    "Yes, something is open",
    /^Hide my profile/,
    "Yes, I'll do that",
    "Yes, it did",
    "No comment",
  ];
  for (const [at, title] of clicks.entries()) {
    await panel.choose(title);
    await eventually(async () => (await panel.own()).length).toBe(at + 1);
  }
  await panel.answered(/take care/i);
  await panel.frame
    .getByRole("toolbar", { name: "Always here" })
    .getByRole("button", { name: "Back" })
    .click();
  await panel.answered(/anything you'd like to tell us/i);
  await page.close();
});

test("a talk by keyboard alone, from the launcher to the last answer", async () => {
  const page = await browser.newPage();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.launcher.waitFor();
  const focused = (): Promise<string> =>
    page.evaluate(
      "document.activeElement?.shadowRoot?.activeElement?.className ?? document.activeElement?.tagName",
    );
  for (let presses = 0; presses < 6 && (await focused()) !== "launcher"; presses++)
    await page.keyboard.press("Tab");
  expect(await focused()).toBe("launcher");
  await page.keyboard.press("Enter");
  await panel.field.waitFor();
  await panel.answered(/what do you need/i);
  await eventually(() => panel.field.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(
    true,
  );

  await page.keyboard.type("I never use it any more");
  await page.keyboard.press("Enter");
  await panel.answered(/still open/i);
  const first = panel.choices.getByRole("button").first();
  const onFirst = () => first.evaluate((button) => button === button.ownerDocument.activeElement);
  for (let presses = 0; presses < 12 && !(await onFirst()); presses++) await page.keyboard.press("Shift+Tab");
  expect(await onFirst()).toBe(true);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await eventually(async () => (await panel.own()).at(-1)).toMatch(/nothing is open/i);
  await eventually(() => panel.field.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(
    true,
  );

  await page.keyboard.press("Escape");
  await eventually(focused).toBe("launcher");
  expect(await panel.launcher.getAttribute("aria-expanded")).toBe("false");
  await page.close();
});

test("a talk by touch at 320 pixels, without anything beside the screen", async () => {
  const context = await browser.newContext({
    viewport: { width: 320, height: 568 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(host.url);
  const panel = panelOn(page);
  await panel.launcher.tap();
  await panel.field.waitFor();
  await panel.answered(/what do you need/i);
  await panel.choices.getByRole("button", { name: "Take a break" }).tap();
  await eventually(async () => (await panel.own()).length).toBe(1);
  const [wide, frameBox] = await Promise.all([
    panel.frame.locator("html").evaluate((page) => page.scrollWidth),
    page.locator("exit-desk iframe").boundingBox(),
  ]);
  expect(wide).toBe(320);
  expect(frameBox).toMatchObject({ x: 0, y: 0, width: 320, height: 568 });
  for (const button of await panel.choices.getByRole("button").all()) {
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
  }
  await panel.frame.getByRole("button", { name: "Close the chat" }).tap();
  await eventually(() => panel.launcher.getAttribute("aria-expanded")).toBe("false");
  await context.close();
});

test("the front page opens the chat with its button, and leaves site owners to their own page", async () => {
  const page = await browser.newPage();
  await page.goto(desk.url);
  await page.getByRole("button", { name: "Start chatting" }).click();
  await panelOn(page).answered(/what do you need/i);
  expect(await page.locator("main").textContent()).not.toMatch(/<script|ALLOWED_ORIGINS/);
  await page.getByRole("contentinfo").getByRole("link", { name: "Put this chat on your website" }).click();
  await page.getByRole("heading", { level: 1, name: "Put this chat on your website" }).waitFor();
  expect(page.url()).toBe(`${desk.url}/embed`);
  await page.close();
});

test("the host page opens and closes it from its own code, and hears of it", async () => {
  const page = await browser.newPage();
  await page.goto(host.url);
  await page.evaluate(`
    window.told = [];
    for (const name of ["open", "close", "usable"]) ExitDesk.on(name, () => told.push(name));
    ExitDesk.on("open", () => told.push("stopped"))();
    ExitDesk.open();
  `);
  await panelOn(page).field.waitFor();
  await page.evaluate("ExitDesk.close()");
  await eventually(() => page.evaluate("told")).toEqual(["open", "usable", "close"]);
  await page.close();
});

test("the greeting opens the chat, and stays away then", async () => {
  const page = await browser.newPage();
  await page.goto(host.url);
  await page.locator("exit-desk .greeting .say").click();
  await panelOn(page).answered(/what do you need/i);
  expect(await page.locator("exit-desk .greeting").count()).toBe(0);
  await page.close();
});

test("attributes place it on the left, open it on load, and keep it open on the next page", async () => {
  const page = await browser.newPage();
  pages["/left"] = {
    head: `<script src="${desk.url}/widget.js" data-position="left" data-open defer></script>`,
  };
  await page.goto(`${host.url}left`);
  const panel = panelOn(page);
  await panel.field.waitFor();
  expect((await panel.launcher.boundingBox())?.x).toBe(20);
  expect(await page.evaluate("document.activeElement.tagName")).toBe("BODY");
  await page.goto(host.url);
  await panel.field.waitFor();
  await panel.frame.getByRole("button", { name: "Close the chat" }).click();
  await eventually(() => panel.launcher.getAttribute("aria-expanded")).toBe("false");
  await page.reload();
  await page.waitForTimeout(500);
  expect(await panel.launcher.getAttribute("aria-expanded")).toBe("false");
  await page.close();
});
