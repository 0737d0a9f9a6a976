import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostSecret, voucher } from "../../directline/vouchers.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { type HostPage, type HostSite, startHost } from "./host.ts";
import { eventually, type PanelOnPage, panelOn } from "./panel.ts";

const pages: Record<string, HostPage> = {};
let browser: Browser;
let desk: TestDesk;
let host: HostSite;

beforeAll(async () => {
  host = await startHost(pages);
  desk = await startDesk({ ancestors: [host.origin], hostUsersKey: hostSecret });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.remove();
  await host.stop();
});

/** The page as the host's server makes it for whoever is signed in there; null: nobody is. */
async function visit(device: BrowserContext, user: string | null): Promise<PanelOnPage> {
  const token = user === null ? "" : ` data-user-token="${await voucher(user, new URL(desk.url).origin)}"`;
  pages["/"] = { head: `<script src="${desk.url}/widget.js"${token} defer></script>` };
  const page = await device.newPage();
  await page.goto(host.url);
  return panelOn(page);
}

test("who is signed in on the page has their talk on every device, and it is not shown to the next one", async () => {
  const [laptop, phone] = [await browser.newContext(), await browser.newContext()];
  const first = await visit(laptop, "alder");
  await first.open();
  await first.answered(/what do you need/i);
  await first.say("how do fees work");
  await eventually(() => first.own()).toEqual(["how do fees work"]);

  const again = await visit(laptop, "alder");
  await again.open();
  await eventually(() => again.own()).toEqual(["how do fees work"]);
  const elsewhere = await visit(phone, "alder");
  await elsewhere.open();
  await eventually(() => elsewhere.own()).toEqual(["how do fees work"]);

  for (const next of [null, "birch"]) {
    const other = await visit(laptop, next);
    if (!(await other.field.isVisible())) await other.open();
    await other.answered(/what do you need/i);
    expect(await other.own()).toEqual([]);
  }
  await laptop.close();
  await phone.close();
});

test("a page that learns late who is there says so when it opens the panel", async () => {
  const device = await browser.newContext();
  const panel = await visit(device, null);
  await panel.open();
  await panel.say("hello from nobody");
  await eventually(() => panel.own()).toEqual(["hello from nobody"]);
  const userToken = await voucher("spruce", new URL(desk.url).origin);
  await panel.page.evaluate(`ExitDesk.open({ userToken: ${JSON.stringify(userToken)} })`);
  await panel.answered(/what do you need/i);
  await eventually(() => panel.own()).toEqual([]);
  await panel.say("hello from spruce");
  const elsewhere = await visit(await browser.newContext(), "spruce");
  await elsewhere.open();
  await eventually(() => elsewhere.own()).toEqual(["hello from spruce"]);
  await device.close();
});

test("who erases their talk goes on in a new one that is theirs as well", async () => {
  const device = await browser.newContext();
  const panel = await visit(device, "clover");
  await panel.open();
  await panel.say("to be erased");
  await eventually(() => panel.own()).toEqual(["to be erased"]);
  for await (const { id } of desk.store.conversations()) await desk.erase(id);
  await eventually(() => panel.own()).toEqual([]);
  await panel.answered(/what do you need/i);
  await panel.say("said after it");
  await eventually(() => panel.own()).toEqual(["said after it"]);
  const elsewhere = await visit(await browser.newContext(), "clover");
  await elsewhere.open();
  await eventually(() => elsewhere.own()).toEqual(["said after it"]);
  await device.close();
});
