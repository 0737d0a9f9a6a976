import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeAt } from "../../accounts/authenticator.ts";
import { password, type TestApi } from "../../api/api-desk.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { openConsole } from "./open-console.ts";

let api: TestApi;
let browser: Browser;
let page: Page;
let secret: string;
let recovery: string[];

beforeAll(async () => {
  api = await openConsole({ rules: { codeFor: ["owner"] } });
  await api.join("Oak", "owner");
  browser = await startBrowser();
  page = await (await browser.newContext()).newPage();
});

afterAll(async () => {
  await browser.close();
  await api.stop();
});

const signIn = async (): Promise<void> => {
  await page.goto(`${api.url}/console`);
  await page.getByLabel("E-mail address").fill("oak@desk.example");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

test("an owner of whom the desk wants it sets up their authenticator before they work", async () => {
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(api.url) && !request.url().startsWith("data:")) outside.push(request.url());
  });
  await signIn();
  const picture = page.getByRole("img", { name: /QR code/ });
  await picture.waitFor();
  expect(await picture.evaluate("(image) => image.naturalWidth").catch(() => 0)).not.toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  secret = await page.getByLabel("Key", { exact: true }).inputValue();
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("That code is wrong").waitFor();
  await page.getByLabel("Code").fill(codeAt(secret, api.desk.now()));
  await page.getByRole("button", { name: "Confirm" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save codes" }).click(),
  ]);
  recovery = (await readFile(await download.path(), "utf8")).trim().split("\n");
  expect(recovery).toHaveLength(10);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "I've saved them" }).click();
  await page.locator(".rail").waitFor();
  expect(outside).toEqual([]);
});

test("and then signs in with password and code, or with a recovery code", async () => {
  await page.context().clearCookies();
  await signIn();
  api.wait(30_000);
  await page.getByLabel("Code").fill(codeAt(secret, api.desk.now()));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".rail").waitFor();
  await page.context().clearCookies();
  await signIn();
  await page.getByLabel("Code").fill(recovery[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".rail").waitFor();
});

test("what needs a sign-in just now asks for both", async () => {
  api.wait(11 * 60_000);
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByRole("button", { name: "Export CSV" }).click();
  const question = page.getByRole("dialog", { name: "Confirm it's you" });
  await question.getByLabel("Password", { exact: true }).fill(password);
  await question.getByLabel("Code").fill(codeAt(secret, api.desk.now()));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    question.getByRole("button", { name: "Continue" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/audit-log\.csv$/);
});

test("an owner's account says so, and keeps it", async () => {
  await page.getByRole("button", { name: /status and settings/ }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await page.getByText("You sign in with your password and a code from your authenticator app.").waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Your role requires two-step sign-in.").waitFor();
});
