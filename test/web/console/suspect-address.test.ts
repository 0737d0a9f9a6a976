import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { keptLog } from "../../store/kept-log.ts";
import { incoming, start, ticket, turn } from "../../store/material.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { type AtDesk, enterAsOwner } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;

/** A ticket of an earlier version, with an address that was cut out of what was typed. */
async function fill(folder: string): Promise<void> {
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  const at = new Date().toISOString();
  await store.openConversation(start("talk", { startedAt: at }));
  await store.receive("talk", incoming("kim@example.photography", { at, needsTurn: false }));
  const contact = { kind: "email", address: "kim@example.photog" } as const;
  const old = ticket(1001, "talk", { contact, openedAt: at, state: { kind: "queued", since: at } });
  await store.commitTurn(turn("talk", null, { at, tickets: [old] }));
  await store.close();
}

beforeAll(async () => {
  desk = await startDeskProcess(fill);
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

test("an agent is warned of an address that may be wrong, and corrects it", async () => {
  await alder.claim(1001);
  const { page } = alder;
  const warning = page.locator(".suspect");
  await warning.getByText("This address may be wrong").waitFor();
  await warning.getByText(/typed something different/).waitFor();
  const field = page.getByRole("textbox", { name: "E-mail address for replies" });
  expect(await field.inputValue()).toBe("kim@example.photog");
  await page.getByRole("button", { name: "Confirm address" }).waitFor();

  await field.fill("kim@example..photography");
  await page.getByRole("button", { name: "Use this address" }).click();
  await page.getByText(/isn't an e-mail address we can send to/).waitFor();
  await warning.waitFor();

  await field.fill("kim@example.photography");
  await page.getByRole("button", { name: "Use this address" }).click();
  await warning.waitFor({ state: "detached" });
  await eventually(() => page.locator(".facts").textContent()).toMatch(
    /By e-mail to kim@example\.photography/,
  );
});
