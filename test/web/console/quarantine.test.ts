import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestApi } from "../../api/api-desk.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { openConsole, signInAt } from "./open-console.ts";

const network = "N3tw0rkHash00000000aaa";
let api: TestApi;
let browser: Browser;
let page: Page;

const held = (number: number, over: object = {}) => {
  const since = new Date().toISOString();
  const state = { kind: "quarantined", since, because: "network" } as const;
  return api.openTicket(number, { network, state, userId: `dl_${number}`, ...over }, ["let me out"]);
};
const tab = (name: string) => page.getByRole("navigation", { name: "Which tickets" }).getByText(name);
const count = (name: string) => tab(name).locator(".count").textContent();

beforeAll(async () => {
  api = await openConsole();
  await api.join("Oak", "owner");
  await api.openTicket(1001, { network, userId: "dl_one" });
  for (let number = 1002; number <= 1006; number += 1) await held(number);
  await held(1007, { distress: "crisis", priority: "urgent" });
  browser = await startBrowser();
  page = await signInAt(browser, api, "oak@desk.example");
});

afterAll(async () => {
  await browser.close();
  await api.stop();
});

test("T50: what is in quarantine has a list of its own, which the queue does not count", async () => {
  await eventually(() => count("Quarantine")).toBe("6");
  expect(await count("Waiting")).toBe("1");
  await page.keyboard.press("q");
  await page.getByText("Network N3tw0r", { exact: true }).waitFor();
  expect(await page.locator(".row").count()).toBe(6);
  expect(await page.locator(".quarantine").textContent()).toMatch(/6 tickets\s*1 from someone in distress/);
  expect(await axeFindings(page)).toEqual([]);
});

test("one ticket is moved to the queue with the keyboard", async () => {
  await page.locator(".row", { hasText: "XD-1002" }).focus();
  await page.keyboard.press("Enter");
  const letIn = page.locator(".talk-moves").getByRole("button", { name: "Move to queue" });
  await letIn.waitFor();
  expect(await page.locator(".talk-title").textContent()).toContain(
    "In quarantine: many requests from this network",
  );
  await letIn.focus();
  await page.keyboard.press("Enter");
  await page.getByText("XD-1002 is in the queue.").waitFor();
  await eventually(() => count("Waiting")).toBe("2");
  expect((await api.store.ticket(1002))?.state.kind).toBe("queued");
});

test("all of a network is closed but what tells of distress, and that is undone", async () => {
  await page.locator(".quarantine", { hasText: "5 tickets" }).waitFor();
  await page.getByRole("button", { name: "Close… all of network N3tw0r" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Close tickets of network N3tw0r?" });
  await dialog.getByRole("checkbox", { name: "Include the 1 from someone in distress" }).waitFor();
  await dialog.getByRole("checkbox", { name: "Include 2 from this network in the queue" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await page.locator(".quarantine-act", { hasText: "4 tickets closed. By Oak" }).waitFor();
  await eventually(() => count("Quarantine")).toBe("1");
  expect((await api.store.ticket(1007))?.state.kind).toBe("quarantined");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("4 tickets are open again.").waitFor();
  await eventually(() => count("Quarantine")).toBe("5");
});
