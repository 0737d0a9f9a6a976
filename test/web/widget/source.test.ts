import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { axeFindings } from "./axe.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, type PanelOnPage, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;
let context: BrowserContext;

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin] });
  pages["/"] = { head: `<script src="${desk.url}/widget.js" defer></script>` };
  pages["/rtl"] = { head: `<script src="${desk.url}/widget.js" data-locale="ar" defer></script>` };
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

afterEach(() => context.close());

/** Asks a side question, and waits until the open question is asked again below the answer. */
async function ask(path = "", options: BrowserContextOptions = {}): Promise<PanelOnPage> {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(host.url + path);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.say("will my reviews disappear?");
  await eventually(async () => (await panel.said()).at(-2)).toMatch(/removes your project history/i);
  return panel;
}

const sourcesOf = ({ frame }: PanelOnPage) => frame.locator(".source");
/** the sentence, whose title stands in marks that keep its direction to itself */
const sentence = /^From our guide: \u2068What deleting takes away\u2069 · version [0-9a-f]{4}$/;

const frameOf = ({ page }: PanelOnPage) =>
  page.frames().find((frame) => frame.url().includes("/widget/frame")) ?? page.mainFrame();

test.each(["light", "dark"] as const)(
  "one quiet line below an answer says where it is from, %s",
  async (scheme) => {
    const panel = await ask("", { colorScheme: scheme });
    await eventually(() => sourcesOf(panel).allTextContents()).toEqual([expect.stringMatching(sentence)]);
    const answer = panel.frame.locator(".webchat__stacked-layout", { has: sourcesOf(panel) });
    expect(await answer.locator(".said").textContent()).toMatch(/removes your project history/i);
    // measured at once: the transcript may still be scrolling
    const below = await answer.evaluate((message) => {
      const boxOf = (part: string) => message.querySelector(part)?.getBoundingClientRect();
      return (boxOf(".source")?.top ?? 0) - (boxOf(".webchat__bubble")?.bottom ?? Number.POSITIVE_INFINITY);
    });
    expect(below).toBeGreaterThanOrEqual(0);
    expect((await sourcesOf(panel).boundingBox())?.height).toBeLessThan(40);
    expect(await axeFindings(frameOf(panel))).toEqual([]);
  },
);

test("a conversation read from the log shows it as well, and the saved copy does not", async () => {
  const panel = await ask();
  await panel.page.reload();
  await panel.field.waitFor();
  await eventually(() => sourcesOf(panel).allTextContents()).toEqual([expect.stringMatching(sentence)]);
  await panel.frame.getByRole("button", { name: "Menu" }).press("Enter");
  await panel.frame.getByRole("menuitem", { name: "Talk to a person" }).press("ArrowDown");
  const [download] = await Promise.all([
    panel.page.waitForEvent("download"),
    panel.page.keyboard.press("Enter"),
  ]);
  const copy = await readFile(await download.path(), "utf8");
  expect(copy).toContain("removes your project history");
  expect(copy).not.toContain("What deleting takes away");
});

test.each(["ltr", "rtl"] as const)(
  "in a frame %s it begins where the bubble does, within 320 pixels",
  async (direction) => {
    const panel = await ask(direction === "rtl" ? "rtl" : "", { viewport: { width: 320, height: 640 } });
    await sourcesOf(panel).waitFor();
    expect(await panel.frame.locator("html").getAttribute("dir")).toBe(direction);
    const answer = panel.frame.locator(".webchat__stacked-layout", { has: sourcesOf(panel) });
    const [bubble, line] = await Promise.all([
      answer.locator(".webchat__bubble").boundingBox(),
      sourcesOf(panel).boundingBox(),
    ]);
    const [start, edge] =
      direction === "rtl"
        ? [(line?.x ?? 0) + (line?.width ?? 0), (bubble?.x ?? 0) + (bubble?.width ?? 0)]
        : [line?.x ?? 0, bubble?.x ?? 0];
    expect(Math.abs(start - edge)).toBeLessThanOrEqual(8);
    expect(line?.x).toBeGreaterThanOrEqual(0);
    expect((line?.x ?? 0) + (line?.width ?? 0)).toBeLessThanOrEqual(320);
  },
);
