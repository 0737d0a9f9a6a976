import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { projectFolder } from "../../src/runtime/paths.ts";
import { errorMessage } from "../../src/runtime/process.ts";
import { startBrowser } from "../../test/web/widget/browser.ts";
import { Demo } from "./demo.ts";

const SEED = 2026;
const MOST_BYTES = 300_000;
/** time for images and animations to settle */
const REST_MS = 1_500;
const viewport = { width: 1280, height: 860 };

/** Opens the widget on the front page, in the middle of a conversation. */
async function takeWidget(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("exit-desk button.launcher").click();
  const frame = page.frameLocator("exit-desk iframe");
  const field = frame.locator("[data-id=webchat-sendbox-input]");
  const choices = frame.getByRole("toolbar", { name: "Suggested actions" });
  const isAsked = (title: string) => choices.getByRole("button", { name: title }).waitFor();
  await isAsked("Close my account");
  await field.fill("I need a break from Upwork");
  await field.press("Enter");
  await isAsked("A longer time");
}

/** Opens the console of an agent: queue, an assigned ticket and its details. */
async function takeConsole(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}console`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".rail").waitFor();
  await page.goto(`${url}console/#/mine`);
  await page.locator(".list-pane .row").first().click();
  await page.waitForURL(/#\/mine\/\d+$/);
  await page.goto(page.url().replace("#/mine/", "#/waiting/"));
  await page.getByRole("textbox", { name: "Your reply" }).waitFor();
}

/** Takes one screenshot. Throws when it is too large for a README. */
async function shoot(browser: Browser, name: string, take: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  await take(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(REST_MS);
  const file = path.join(projectFolder, "docs/pictures", `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
  await context.close();
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  process.stdout.write(`${path.relative(projectFolder, file)}: ${size} bytes\n`);
}

const demo = new Demo();
let browser: Browser | undefined;
try {
  mkdirSync(path.join(projectFolder, "docs/pictures"), { recursive: true });
  const url = await demo.start({ port: 0, seed: SEED });
  browser = await startBrowser();
  await shoot(browser, "widget", (page) => takeWidget(page, url));
  const email = demo.staff.find(({ role }) => role === "agent")?.email ?? "";
  await shoot(browser, "console", (page) => takeConsole(page, url, email, demo.password));
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  await demo.stop();
}
