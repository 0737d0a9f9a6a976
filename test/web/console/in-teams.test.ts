import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeMicrosoftSignIn } from "../../../src/accounts/microsoft-sign-in.ts";
import { readMessageFile } from "../../../src/guide/messages.ts";
import { readBuiltConsole, serveConsole } from "../../../src/web/console/routes.ts";
import { appId, objectId, openTenant, type Tenant, tenantId } from "../../accounts/tenant.ts";
import { openApi, password, type TestApi } from "../../api/api-desk.ts";
import type { Browser as Signed } from "../../api/browser.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { openInTeams, type TeamsHost } from "./teams-host.ts";

let tenant: Tenant;
let api: TestApi;
let browser: Browser;
let alder: Signed;
let url: string;

beforeAll(async () => {
  tenant = await openTenant();
  const app = { appId, tenantId, host: null, authority: tenant.authority };
  api = await openApi({ microsoft: makeMicrosoftSignIn(app, () => new Date()) });
  serveConsole(api.web, {
    built: readBuiltConsole("dist/console"),
    words: readMessageFile("data/phrases/en", "console"),
    names: {},
    teams: { signIn: true },
  });
  url = `${api.url}/console?in=teams`;
  const oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
  await oak.ask("PATCH", `/agents/${alder.id}`, { entra: { tenant: tenantId, objectId } });
  await api.openTicket(1001);
  browser = await startBrowser("--disable-features=LocalNetworkAccessChecks");
});

afterAll(async () => {
  await browser.close();
  await api.stop();
  await tenant.stop();
});

const scheme = ({ tab }: TeamsHost): Promise<string | null> =>
  tab.locator("html").getAttribute("data-scheme");
const inTab = ({ page }: TeamsHost, expression: string): Promise<string> =>
  page.frames().at(1)?.evaluate(expression) ?? Promise.reject(new Error("there is no tab"));
const background = (teams: TeamsHost): Promise<string> =>
  inTab(teams, "getComputedStyle(document.querySelector('.fui-FluentProvider')).backgroundColor");

describe("the console as a tab of Teams", () => {
  test("signs in whoever is linked, opens the ticket of the link, and works without a cookie", async () => {
    const teams = await openInTeams(browser, url, { token: await tenant.sign(), subPageId: "1001" });
    await teams.tab.getByRole("button", { name: "Claim", exact: true }).click();
    const answer = teams.tab.getByRole("textbox", { name: "Your reply" });
    await answer.fill("Good morning, I am here.");
    await answer.press("Enter");
    await eventually(async () => (await teams.tab.locator(".transcript").allInnerTexts()).join()).toMatch(
      /Good morning, I am here\./,
    );
    expect((await api.store.ticket(1001))?.state).toMatchObject({ kind: "waiting", by: alder.id });
    expect(await teams.page.context().cookies()).toEqual([]);
    expect(await teams.asked()).toEqual(expect.arrayContaining(["initialize", "getContext"]));
    await teams.page.context().close();
  });

  test("follows the theme of Teams, also when it changes", async () => {
    const teams = await openInTeams(browser, url, { theme: "dark", token: await tenant.sign() });
    await teams.tab.locator(".rail").waitFor();
    expect(await scheme(teams)).toBe("dark");
    const dark = await background(teams);
    await teams.choose("default");
    await eventually(() => scheme(teams)).toBe("light");
    const light = await background(teams);
    await teams.choose("contrast");
    await eventually(() => background(teams)).toBe("rgb(0, 0, 0)");
    expect(new Set([dark, light, "rgb(0, 0, 0)"]).size).toBe(3);
    await teams.page.context().close();
  });

  test("asks for e-mail address and password where Teams gives no token, and stays signed in over a reload", async () => {
    const teams = await openInTeams(browser, url);
    await teams.tab.getByLabel("E-mail address").fill("alder@desk.example");
    await teams.tab.getByLabel("Password", { exact: true }).fill(password);
    await teams.tab.getByRole("button", { name: "Sign in" }).click();
    await teams.tab.locator(".rail").waitFor();
    await teams.page.evaluate(`document.querySelector("iframe").src += "&again"`);
    await eventually(() => inTab(teams, "location.search")).toMatch(/again/);
    await teams.tab.locator(".rail").waitFor();
    expect(await teams.page.context().cookies()).toEqual([]);
    await teams.page.context().close();
  });

  test("is in no other frame, and without the word for Teams in none at all", async () => {
    for (const [where, origin] of [
      [url, "https://teams.example.com"],
      [`${api.url}/console`, "https://teams.microsoft.com"],
    ] as const) {
      const other = await openInTeams(browser, where, { origin });
      await eventually(async () => other.page.frames().at(1)?.url()).toMatch(/^chrome-error:/);
      await other.page.context().close();
    }
  });
});

test("an owner links somebody to their Microsoft account on the page of the team, and themselves", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${api.url}/console`);
  await page.getByLabel("E-mail address").fill("oak@desk.example");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("button", { name: "Manage Oak" }).click();
  expect(await page.getByRole("menuitemradio").count()).toBe(0);
  await page.getByRole("menuitem", { name: "Microsoft account" }).click();
  const dialog = page.getByRole("dialog", { name: "Oak in Microsoft Teams" });
  await dialog.getByLabel("Object ID").fill(objectId);
  await dialog.getByLabel("Tenant ID").fill(tenantId);
  await dialog.getByRole("button", { name: "Link" }).click();
  await page.getByText("That Microsoft account is already linked").waitFor();
  await dialog.getByLabel("Object ID").fill(appId);
  await dialog.getByRole("button", { name: "Link" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.locator(".team li", { hasText: "Oak" }).getByText("Linked to Teams").waitFor();
  const oak = (await api.desk.accounts.people()).people.find(({ name }) => name === "Oak");
  expect(oak?.entra).toEqual({ tenant: tenantId, objectId: appId });
  await page.context().close();
});

test("a desk that is no app in Teams gives no page for its frames", async () => {
  const plain = await openApi();
  serveConsole(plain.web, { built: readBuiltConsole("dist/console"), words: {}, names: {} });
  const answer = await fetch(`${plain.url}/console?in=teams`);
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await answer.text()).not.toContain("data-in=");
  await plain.stop();
});
