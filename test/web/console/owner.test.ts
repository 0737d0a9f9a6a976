import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { password, type TestApi } from "../../api/api-desk.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { openConsole, signInAt } from "./open-console.ts";

let api: TestApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  api = await openConsole();
  await api.join("Oak", "owner");
  const alder = await api.join("Alder", "agent");
  await api.openTicket(1001, { userId: "dl_one" }, ["a planted story"]);
  await api.openTicket(1002, { userId: "dl_two" });
  await alder.post("/tickets/1002/claim");
  browser = await startBrowser();
  page = await signInAt(browser, api, "oak@desk.example");
});

afterAll(async () => {
  await browser.close();
  await api.stop();
});

const savedBy = async (button: string): Promise<{ name: string; text: string }> => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
};

test("an owner finds what is kept of a person, takes a copy along, and holds and releases it", async () => {
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByLabel("Find a person").fill("XD-1001");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "XD-1001" }).waitFor();
  const { name, text } = await savedBy("Export");
  expect(name).toMatch(/^\d{4}-\d\d-\d\d-personal-data\.json$/);
  expect(text).toContain("a planted story");
  await page.getByRole("button", { name: "Place on hold" }).click();
  await page.getByText("on hold", { exact: true }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "End hold" }).click();
  await page.getByText("on hold", { exact: true }).waitFor({ state: "detached" });
});

test("and erases it under a receipt number, once they have shown who they are", async () => {
  api.wait(11 * 60_000);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page
    .getByRole("dialog", { name: "Delete for good?" })
    .getByRole("button", { name: "Delete" })
    .click();
  const question = page.getByRole("dialog", { name: "Confirm it's you" });
  await question.getByLabel("Password", { exact: true }).fill(password);
  await question.getByRole("button", { name: "Continue" }).click();
  await page.getByText(/Receipt: ER-[2-9A-Z]{8}/).waitFor();
  expect(await api.store.conversation("talk-1001")).toBe("erased");
  await page.getByRole("heading", { name: "XD-1001" }).waitFor({ state: "detached" });
});

test("the audit log is read, filtered and taken along", async () => {
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByText("Log verified: no entries altered.").waitFor();
  const rows = page.getByRole("table").getByRole("row");
  await rows.filter({ hasText: "Personal data deleted" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel("Who", { exact: true }).selectOption("Alder");
  await rows.filter({ hasText: "Ticket claimed" }).waitFor();
  await rows.filter({ hasText: "Personal data deleted" }).waitFor({ state: "detached" });
  await page.getByLabel("About", { exact: true }).fill("999");
  await page.getByText("No matching entries.").waitFor();
  const { name, text } = await savedBy("Export CSV");
  expect(name).toMatch(/audit-log\.csv$/);
  expect(text).toContain("person erased");
});

test("T57: whom somebody looked for is in the log of what was read", async () => {
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByLabel("Find a person").fill("nobody@example.org");
  const [looked] = await Promise.all([
    page.waitForResponse((response) => response.url().includes("/people/find")),
    page.getByRole("button", { name: "Find" }).click(),
  ]);
  expect(looked.status()).toBe(404);
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByLabel("Log", { exact: true }).selectOption("Access");
  const rows = page.getByRole("table").getByRole("row");
  await rows.filter({ hasText: "Person looked up" }).first().waitFor();
  await rows.filter({ hasText: "Ticket claimed" }).waitFor({ state: "detached" });
  await page.getByText("Log verified: no entries altered.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect((await savedBy("Export CSV")).name).toMatch(/reading-log\.csv$/);
  await page.getByLabel("Log", { exact: true }).selectOption("Actions");
  await rows.filter({ hasText: "Ticket claimed" }).waitFor();
});

test("a line that was removed is told", async () => {
  const { auditLines } = api.store;
  api.store.auditLines = async (...range) => {
    const lines = await auditLines(...range);
    lines.delete(2);
    return lines;
  };
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByText("Entry 2 is missing.").waitFor();
});

test("on a phone nothing is beside the screen", async () => {
  const phone = await signInAt(browser, api, "oak@desk.example", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  for (const place of ["Privacy", "Audit"]) {
    await phone.getByRole("link", { name: place }).tap();
    await phone.getByRole("heading", { level: 1 }).waitFor();
    expect(await phone.evaluate("document.documentElement.scrollWidth")).toBe(360);
  }
  await phone.context().close();
});

test("agents are not shown the way to either", async () => {
  const alder = await signInAt(browser, api, "alder@desk.example");
  expect(await alder.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts()).toEqual([
    "Tickets",
    "Team",
    "Reports",
  ]);
  await alder.context().close();
});
