import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;
let context: BrowserContext;
let problems: string[];

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin] });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

afterEach(() => context.close());

async function openPage(
  path = "/embed",
  options: Parameters<Browser["newContext"]>[0] = {},
  before = "",
): Promise<Page> {
  context = await browser.newContext(options);
  problems = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  await page.addInitScript(before);
  await page.goto(desk.url + path);
  return page;
}

const tagOn = async (page: Page): Promise<string> => (await page.locator("#line").textContent()) ?? "";
const launcherIn = (page: Page) => page.frameLocator("#preview").locator("exit-desk button.launcher");
const copyTag = (page: Page) => page.getByRole("button", { name: "Copy tag" });

/** Pastes what was copied, as a person would: into an empty field. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(
    'document.querySelector("main").insertAdjacentHTML("beforeend", "<textarea id=paste></textarea>")',
  );
  await page.locator("#paste").press("Control+v");
  return page.locator("#paste").inputValue();
}

test("the copied tag brings the chat to another site whose policy has the copied lines", async () => {
  const page = await openPage("/embed", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("combobox", { name: "Side" }).selectOption("left");
  await page.getByLabel("Greeting beside the button").fill('Say "hi" & stay');
  await page.getByLabel("Language tag").fill("not a tag");
  await copyTag(page).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const head = await page.evaluate<string>("navigator.clipboard.readText()");
  expect(head).toContain(`src="${desk.url}/widget.js"`);
  expect(head).not.toContain("data-locale");
  await page.getByRole("button", { name: "Copy policy" }).click();
  await page.getByText("Copied", { exact: true }).nth(1).waitFor();
  const lines = await page.evaluate<string>("navigator.clipboard.readText()");
  const policy = `default-src 'none'; img-src data:; ${lines.replaceAll("\n", " ")}`;
  pages["/"] = { head, headers: { "content-security-policy": policy } };
  await page.goto(host.url);
  const panel = panelOn(page);
  const greeting = page.locator("exit-desk .greeting .say");
  expect(await greeting.textContent()).toBe('Say "hi" & stay');
  expect((await panel.launcher.boundingBox())?.x).toBe(20);
  await panel.open();
  await panel.answered(/what do you need/i);
  expect(problems).toEqual([]);
});

test("without the clipboard's permission the button still copies", async () => {
  const page = await openPage(
    "/embed",
    {},
    "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })",
  );
  await copyTag(page).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  expect(await pasted(page)).toBe(await tagOn(page));
});

test("where nothing may be copied the tag is selected, and the page says which keys copy it", async () => {
  const page = await openPage(
    "/embed",
    {},
    `Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined });
    document.execCommand = () => false;`,
  );
  await copyTag(page).click();
  await page.getByText("Press Ctrl+C or ⌘C to copy").waitFor();
  expect(await page.evaluate("String(getSelection())")).toBe(await tagOn(page));
});

test("the preview follows the options as a new visitor meets them", async () => {
  const page = await openPage();
  const frame = page.frameLocator("#preview");
  await page.locator("#preview").scrollIntoViewIfNeeded();
  await frame.locator(".greeting .say").click();
  await frame.frameLocator("exit-desk iframe").locator("[data-id=webchat-sendbox-input]").waitFor();
  await page.getByLabel("Greeting beside the button").fill("Need a break?");
  await page.getByLabel("Button name for screen readers").fill("Ask us");
  await page.getByRole("combobox", { name: "Side" }).selectOption("left");
  await frame.locator(".greeting .say").getByText("Need a break?").waitFor();
  expect(await launcherIn(page).getAttribute("aria-label")).toBe("Ask us");
  expect(await launcherIn(page).getAttribute("aria-expanded")).toBe("false");
  expect(await frame.locator(".stage.left").count()).toBe(1);
  await page.getByLabel("Open when the page loads").check();
  await eventually(() => launcherIn(page).getAttribute("aria-expanded")).toBe("true");
  expect(await tagOn(page)).toMatch(/data-open\n {2}defer/);
  expect(problems).toEqual([]);
});

test("both pages stay in place while they load, and fit a phone", async () => {
  for (const path of ["/", "/embed"])
    for (const width of [360, 1280]) {
      const shifts = `window.shifted = 0; new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifted += value;
      }).observe({ type: "layout-shift", buffered: true });`;
      const page = await openPage(path, { viewport: { width, height: 740 } }, shifts);
      await (path === "/" ? panelOn(page).launcher : launcherIn(page)).waitFor();
      await page.waitForTimeout(300);
      expect(await page.evaluate("shifted")).toBeLessThan(0.01);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(problems).toEqual([]);
      await context.close();
    }
});

test("by the keyboard alone one gets from the tag's button through the options", async () => {
  const page = await openPage();
  await copyTag(page).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Copied", { exact: true }).waitFor();
  const focused = () => page.evaluate("document.activeElement.name");
  const names: unknown[] = [];
  for (let at = 0; at < 7; at += 1) {
    await page.keyboard.press("Tab");
    names.push(await focused());
  }
  expect(names).toEqual(["position", "colour", "scheme", "locale", "greeting", "label", "open"]);
  await page.keyboard.press("Space");
  await eventually(() => tagOn(page)).toContain("data-open");
});
