import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { password, type TestApi } from "../../api/api-desk.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { openConsole, signInAt } from "./open-console.ts";

let api: TestApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  api = await openConsole();
  await api.join("Oak", "owner");
  browser = await startBrowser();
  page = await signInAt(browser, api, "oak@desk.example");
});
afterAll(async () => {
  await browser.close();
  await api.stop();
});

test("T55: an owner ends a device that has access to somebody's talk", async () => {
  await api.openTicket(1001, { userId: "dl_one" });
  const at = new Date().toISOString();
  const until = new Date(Date.now() + 86_400_000_000).toISOString();
  const grant = { kind: "browser", madeAt: at, seenAt: at, until };
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const grants = [
    { ...grant, id: "one", device: firefox },
    { ...grant, id: "two", kind: "mail-link", uses: 1 },
  ];
  await api.store.writeState([{ key: "grants/conversations/talk-1001", value: { grants }, eTag: null }]);
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByLabel("Find a person").fill("XD-1001");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: "Where it's open" }).click();
  const list = page.getByRole("list", { name: "Devices and links" });
  await list.getByRole("heading", { name: "Firefox on Linux" }).waitFor();
  await list.getByRole("heading", { name: "A link not opened yet" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const item = list.getByRole("listitem").filter({ hasText: "Firefox" });
  await item.getByRole("button").click();
  await item.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "End all access" }).click();
  await page.getByText("It can't be opened anywhere now.").waitFor();
  const ended = (await api.desk.grants.list("talk-1001")).map(({ endedAt }) => endedAt !== null);
  expect(ended).toEqual([true, true]);
});

test("T48: an owner replaces a key that has leaked, once they have shown who they are", async () => {
  const [before] = api.desk.keys.list().filter(({ kind }) => kind === "mail-links");
  await page.getByRole("link", { name: "Team" }).click();
  const keys = page.getByRole("region", { name: "Signing keys" });
  await keys.getByRole("heading", { name: "Links in e-mails" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  api.wait(11 * 60_000);
  await keys.getByRole("button", { name: "Replace: Links in e-mails" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace: Links in e-mails" });
  await dialog.getByRole("checkbox", { name: /^It leaked/ }).check();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Replace" }).click();
  const question = page.getByRole("dialog", { name: "Confirm it's you" });
  await question.getByLabel("Password", { exact: true }).fill(password);
  await question.getByRole("button", { name: "Continue" }).click();
  const [first] = before?.keys ?? [];
  const after = () => api.desk.keys.list().filter(({ kind }) => kind === "mail-links");
  await eventually(() => after()[0]?.keys[0]?.madeAt === first?.madeAt).toBe(false);
  expect(after()[0]?.keys).toHaveLength(1);
  await dialog.waitFor({ state: "detached" });
});

test("and is shown the new Direct Line secret, for its programs, while the one before goes on", async () => {
  const keys = page.getByRole("region", { name: "Signing keys" });
  await keys.getByRole("button", { name: /^Replace: Direct Line secret/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Replace: Direct Line secret/ });
  await dialog.getByRole("button", { name: "Replace" }).click();
  const shown = dialog.getByLabel("The new secret for your programs. You won't see it again.");
  expect(await shown.inputValue()).toMatch(/^[\w-]{43}$/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await keys.getByText(/^older keys valid until /).waitFor();
});
