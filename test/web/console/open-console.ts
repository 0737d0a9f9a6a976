import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { readMessageFile } from "../../../src/guide/messages.ts";
import { readBuiltConsole, serveConsole } from "../../../src/web/console/routes.ts";
import { openApi, password, type TestApi } from "../../api/api-desk.ts";

/** The desk's API with the console before it, on a clock that can be moved on. */
export async function openConsole(settings: Parameters<typeof openApi>[0] = {}): Promise<TestApi> {
  const api = await openApi(settings);
  serveConsole(api.web, {
    built: readBuiltConsole("dist/console"),
    words: readMessageFile("data/phrases/en", "console"),
    names: {},
    provider: api.desk.provider?.name ?? null,
  });
  return api;
}

/** A browser in which somebody has signed in with their password. */
export async function signInAt(
  browser: Browser,
  { url }: Pick<TestApi, "url">,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}/console`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".rail").waitFor();
  return page;
}
