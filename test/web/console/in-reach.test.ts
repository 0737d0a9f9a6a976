import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { askForPerson } from "./asking.ts";
import { type AtDesk, enterAsOwner, invite, signIn } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

/** The items over whose middle something else lies. */
async function covered(found: Locator): Promise<string[]> {
  await found.first().waitFor();
  const over: string[] = [];
  for (const item of await found.all()) {
    await item.scrollIntoViewIfNeeded();
    const box = await item.boundingBox();
    if (box === null) continue;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const handle = await item.page().evaluateHandle(`document.elementFromPoint(${x}, ${y})`);
    if (!(await item.evaluate((node, other) => node.contains(other as never), handle)))
      over.push((await item.getAttribute("aria-label")) ?? (await item.textContent()) ?? "");
  }
  return over;
}

const items = (page: Page): Locator => page.locator("[role^=menuitem]");

test("no menu is covered by what lies below it, and the priority is set with the mouse", async () => {
  const { page } = alder;
  const someone = await askForPerson(browser, desk.url);
  const birch = await invite(browser, alder, "Birch Agent");
  await alder.claim();
  for (const line of ["one", "two", "three", "four", "five", "six"]) await alder.say(line);
  await alder.hears(/six/);
  await page.getByRole("button", { name: "Priority: Normal" }).click();
  expect(await covered(items(page))).toEqual([]);
  await page.getByRole("menuitemradio", { name: "Urgent" }).click();
  await page.getByRole("button", { name: "Priority: Urgent" }).waitFor();
  await page.getByRole("button", { name: /status and settings/ }).click();
  expect(await covered(items(page))).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("button", { name: /Manage Birch/ }).click();
  expect(await covered(items(page))).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Tickets" }).click();
  await birch.page.context().close();
  await someone.page.context().close();
});

test("resolving warns of an unsent answer, which is then gone, and at 360 pixels every button is free", async () => {
  const { page } = alder;
  await page.getByRole("link", { name: /^Mine/ }).click();
  await alder.rows.first().click();
  await alder.answer.fill("half an answer");
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByText("Your unsent reply will be discarded").waitFor();
  const dialog = page.getByRole("dialog");
  const number = /XD-(\d+)/.exec((await dialog.textContent()) ?? "")?.[1];
  await dialog.getByRole("button", { name: "Resolve" }).click();
  await dialog.waitFor({ state: "hidden" });
  await eventually(() => page.evaluate("JSON.stringify(localStorage)")).not.toMatch(/half an answer/);

  const phone = await signIn(browser, desk.url, "alder@example.com", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.page.goto(`${desk.url}/console/#/resolved/${number}`);
  await phone.page.locator(".talk-top").waitFor();
  expect(await covered(phone.page.locator(".talk-top button"))).toEqual([]);
  await phone.page.getByRole("button", { name: "Details" }).tap();
  await phone.page.getByRole("complementary").waitFor();
  await phone.page.context().close();
});
