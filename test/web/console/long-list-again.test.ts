import pino from "pino";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { claimed, move, start, ticket, turn } from "../../store/material.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { enterAsOwner } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

const waiting = 375;

let browser: Browser;
let desk: DeskProcess;
let folder: string;
let page: Page;

/** Works on the desk's store while the desk does not. */
async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: pino({ level: "silent" }) });
  await use(store);
  await store.close();
}

async function arrive(store: Store, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const number = await store.reserveTicketNumber();
    const since = new Date().toISOString();
    await store.openConversation(start(`waiting-${number}`));
    const one = ticket(number, `waiting-${number}`, { openedAt: since, state: { kind: "queued", since } });
    await store.commitTurn(turn(one.conversationId, null, { tickets: [one] }));
  }
}

const shown = (): Promise<number[]> =>
  page.evaluate(
    `[...document.querySelectorAll(".list-pane .rows > li")].map((row) => Number(row.dataset.number))`,
  );

beforeAll(async () => {
  desk = await startDeskProcess(async (made) => {
    folder = made;
    await withStore((store) => arrive(store, waiting));
  });
  browser = await startBrowser();
  ({ page } = await enterAsOwner(browser, desk.ownerLink));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await desk.remove();
});

test("a list that is looked at anew, as after a restart of the desk, has as many rows as before, and no stale one", async () => {
  const numbers = Array.from({ length: waiting }, (_, at) => 1001 + at);
  await eventually(shown).toEqual(numbers.slice(0, 200));
  await page.getByRole("button", { name: "Show older tickets" }).click();
  await eventually(shown).toEqual(numbers);
  const row = page.locator('.rows > li[data-number="1300"]');
  await row.scrollIntoViewIfNeeded();
  await row.locator(".row").focus();
  const box = await row.boundingBox();

  await desk.stop();
  const gone = [1005, 1150, 1200, 1201, 1370];
  await withStore(async (store) => {
    for (const number of gone) {
      const one = await store.ticket(number);
      if (one === undefined) throw new Error(`there is no ticket ${number}`);
      await store.moveTicket(move(claimed(one, "somebody")));
    }
    await arrive(store, 3);
  });
  await desk.start();

  const left = [...numbers, 1376, 1377, 1378].filter((number) => !gone.includes(number));
  await eventually(shown).toEqual(left);
  await eventually(() =>
    page
      .getByRole("link", { name: /^Waiting/ })
      .locator(".count")
      .textContent(),
  ).toBe(String(left.length));
  expect(await page.title()).toContain(`(${left.length})`);
  expect(await page.evaluate("Number(document.activeElement.closest('li')?.dataset.number)")).toBe(1300);
  expect(Math.abs(((await row.boundingBox())?.y ?? 0) - (box?.y ?? 0))).toBeLessThan(4);
}, 90_000);
