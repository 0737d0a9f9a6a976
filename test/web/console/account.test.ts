import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProvider, type TestProvider } from "../../accounts/oidc/open-provider.ts";
import { password, type TestApi } from "../../api/api-desk.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { openConsole, signInAt } from "./open-console.ts";

let provider: TestProvider;
let api: TestApi;
let browser: Browser;
let oak: Page;

const signInThere = async (page: Page, login: string): Promise<void> => {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
};

const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole("button", { name: /status and settings/ }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};

beforeAll(async () => {
  provider = await openProvider();
  api = await openConsole({ oidc: provider.settings, rules: { provider: "Example Login" } });
  provider.serve(api.url);
  provider.accounts.set("oak", { email: "oak@elsewhere.example", name: "Oak" });
  await api.join("Oak", "owner");
  await api.join("Alder", "agent");
  browser = await startBrowser();
  oak = await signInAt(browser, api, "oak@desk.example");
});

afterAll(async () => {
  await browser.close();
  await api.stop();
  await provider.stop();
});

test("somebody without an account is told at the door what to do", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${api.url}/console`);
  await page.getByRole("link", { name: "Sign in with Example Login" }).click();
  await signInThere(page, "oak");
  await page.getByText("You don't have an account here").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.context().close();
});

test("one links one's account at the provider, signs out of both, and comes in by it", async () => {
  await menu(oak, "Your account");
  await oak.getByRole("button", { name: "Link my Example Login account" }).click();
  await signInThere(oak, "oak");
  await oak.getByText("You sign in with Example Login.").waitFor();
  await menu(oak, "Sign out");
  await oak.getByRole("link", { name: "Sign in with Example Login" }).click();
  await oak.locator(".rail").waitFor();
  await menu(oak, "Sign out");
  await oak.getByRole("button", { name: "Yes, sign me out" }).click();
  await oak.getByRole("link", { name: "Sign in with Example Login" }).click();
  await signInThere(oak, "oak");
  await oak.locator(".rail").waitFor();
});

test("one sees where one is signed in, and signs out there alone", async () => {
  const phone = await signInAt(browser, api, "oak@desk.example", {
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
  });
  await menu(oak, "Your account");
  const row = oak.getByRole("listitem").filter({ hasText: "Safari on iOS" });
  await row.getByRole("button", { name: "Sign out" }).click();
  await phone.getByText("You've been signed out.").waitFor();
  await row.waitFor({ state: "detached" });
  expect(await oak.getByText("This device", { exact: true }).count()).toBe(1);
  expect(await axeFindings(oak)).toEqual([]);
  await phone.context().close();
});

test("an owner ends a colleague's session", async () => {
  const alder = await signInAt(browser, api, "alder@desk.example");
  await oak.getByRole("link", { name: "Team" }).click();
  await oak.getByRole("button", { name: "Manage Alder" }).click();
  await oak.getByRole("menuitem", { name: "Sessions…" }).click();
  const dialog = oak.getByRole("dialog", { name: "Where Alder is signed in" });
  const row = dialog.getByRole("listitem").filter({ hasText: "Chrome on Linux" });
  await row.getByRole("button", { name: "Sign out" }).click();
  await alder.getByText("You've been signed out.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await alder.context().close();
});

test("what needs a sign-in just now asks for the password, and then does it", async () => {
  api.wait(11 * 60_000);
  await oak.getByRole("button", { name: "Invite a teammate" }).click();
  const invite = oak.getByRole("dialog", { name: "Invite a teammate" });
  await invite.getByLabel("Name").fill("Clover");
  await invite.getByLabel("E-mail address").fill("clover@desk.example");
  await invite.getByRole("button", { name: "Create invitation link" }).click();
  const question = oak.getByRole("dialog", { name: "Confirm it's you" });
  await question.getByLabel("Password", { exact: true }).fill("wrong");
  await question.getByRole("button", { name: "Continue" }).click();
  await question.getByText("Wrong password.").waitFor();
  expect(await axeFindings(oak)).toEqual([]);
  await question.getByLabel("Password", { exact: true }).fill(password);
  await question.getByRole("button", { name: "Continue" }).click();
  expect(await invite.getByLabel(/Send this link/).inputValue()).toContain("#account=");
  await invite.getByRole("button", { name: "Close" }).click();
});

test("or the provider, in a tab of its own, and then does it", async () => {
  api.wait(11 * 60_000);
  await oak.getByRole("button", { name: "Manage Alder" }).click();
  await oak.getByRole("menuitemradio", { name: "Supervisor" }).click();
  const question = oak.getByRole("dialog", { name: "Confirm it's you" });
  const [tab] = await Promise.all([
    oak.context().waitForEvent("page"),
    question.getByRole("link", { name: "Sign in with Example Login" }).click(),
  ]);
  await signInThere(tab, "oak");
  await tab.getByText("Close this tab and continue in the other one.").waitFor();
  await tab.close();
  await question.waitFor({ state: "detached" });
  await oak.getByRole("listitem").filter({ hasText: "Alder" }).getByText("Supervisor").waitFor();
});

test("whoever does not show who they are has changed nothing", async () => {
  api.wait(11 * 60_000);
  await oak.getByRole("button", { name: "Manage Alder" }).click();
  await oak.getByRole("menuitemradio", { name: "Agent" }).click();
  await oak.getByRole("dialog", { name: "Confirm it's you" }).getByRole("button", { name: "Cancel" }).click();
  await oak.getByText("Nothing was changed: you didn't confirm it's you.").waitFor();
  await oak.getByRole("listitem").filter({ hasText: "Alder" }).getByText("Supervisor").waitFor();
});
