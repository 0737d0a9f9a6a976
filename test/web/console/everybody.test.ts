import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { version } from "../../../src/runtime/version.ts";
import { axeFindings } from "../widget/axe.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { askForPerson } from "./asking.ts";
import { type AtDesk, enterAsOwner, signIn } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent");

test("a ticket is found, claimed, answered and resolved by keyboard alone", async () => {
  const { page } = alder;
  const panel = await askForPerson(browser, desk.url);
  await page.keyboard.press("1");
  await page.keyboard.press("j");
  await page.getByRole("button", { name: "Claim", exact: true }).waitFor();
  await page.keyboard.press("c");
  await eventually(() => focused(page)).toBe("Your reply");
  await page.keyboard.type("/clos");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await alder.answer.inputValue()).not.toMatch(/^\//);
  await page.keyboard.press("Enter");
  await alder.hears(/^You /);
  await page.keyboard.type("A second line,");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("and the end.");
  await page.keyboard.press("Enter");
  await panel.answered(/^A second line,\s+and the end\.$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await eventually(() => focused(page)).toBe("Your note, visible to teammates only");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("e");
  await page.getByRole("dialog", { name: /Resolve/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Nobody is waiting.").waitFor();
  await page.keyboard.press("4");
  await eventually(() => alder.rows.first().textContent()).toMatch(/Resolved/);
  await panel.answered(/how did we do/i);
});

test("single keys do nothing while one writes, and not at all when they are switched off", async () => {
  const { page } = alder;
  await page.keyboard.press("s");
  await eventually(() => focused(page)).toBe("Search tickets and transcripts");
  await page.keyboard.type("5?");
  expect(await page.getByRole("searchbox").inputValue()).toBe("5?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("searchbox").fill("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("5");
  expect(page.url()).not.toMatch(/team/);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.getByRole("button", { name: "Close" }).click();
});

test.each(["light", "dark"] as const)("axe finds nothing wrong, %s", async (scheme) => {
  const someone = await askForPerson(browser, desk.url);
  const { page } = alder;
  await page.emulateMedia({ colorScheme: scheme });
  await page.getByRole("link", { name: "Tickets" }).click();
  await eventually(() => alder.rows.count()).toBeGreaterThan(0);
  await alder.rows.first().focus();
  const findings: string[] = [];
  const look = async (where: string): Promise<void> => {
    await page.waitForTimeout(300);
    const found = (await axeFindings(page)).filter((finding) => !finding.includes("data-tabster-dummy"));
    findings.push(...found.map((finding) => `${where}: ${finding}`));
  };
  await look("queue");
  await alder.claim();
  await alder.say("Hello there");
  await alder.hears(/Hello there/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("Just for us\n");
  await alder.hears(/Just for us/);
  await look("talk");
  await page.getByRole("textbox", { name: /note/ }).fill("/clo");
  await page.getByRole("option").first().waitFor();
  await look("canned");
  await page.getByRole("textbox", { name: /note/ }).fill("");
  await page.getByRole("button", { name: "Resolve" }).click();
  await look("resolve");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /status and settings/ }).click();
  await look("menu");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Team" }).click();
  await look("team");
  await page.getByRole("link", { name: "Reports" }).click();
  await look("reports");
  expect(findings).toEqual([]);
  await someone.page.context().close();
});

test.each(["light", "dark"] as const)("axe finds nothing wrong at the door, %s", async (colorScheme) => {
  const page = await (await browser.newContext({ colorScheme })).newPage();
  await page.goto(`${desk.url}/console`);
  await page.getByLabel("E-mail address").fill("nobody@example.com");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Wrong e-mail or password.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.context().close();
});

test("at 360 pixels one works with a thumb, and nothing is beside the screen", async () => {
  const someone = await askForPerson(browser, desk.url);
  const phone = await signIn(browser, desk.url, "alder@example.com", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const { page } = phone;
  const beside = () =>
    page.evaluate(
      "[document.documentElement.scrollWidth, ...[...document.querySelectorAll('button, a, textarea')].map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1).map((box) => Math.ceil(box.right))].filter((right) => right > 360)",
    );
  await phone.rows.first().waitFor();
  expect(await beside()).toEqual([]);
  await phone.rows.first().tap();
  await page.getByRole("button", { name: "Claim", exact: true }).tap();
  await phone.say("Hello from the train");
  await someone.answered(/^Hello from the train$/);
  expect(await beside()).toEqual([]);
  await page.getByRole("button", { name: "Details" }).tap();
  await page.getByRole("complementary").waitFor();
  expect(await beside()).toEqual([]);
  await page.getByRole("button", { name: "Close details" }).tap();
  await page.getByRole("button", { name: "Back to list" }).tap();
  await page.getByRole("link", { name: /^Mine/ }).tap();
  await phone.rows.first().waitFor();
  expect(await beside()).toEqual([]);
  await page.context().close();
  await someone.page.context().close();
});

test("whatever people type is text and nothing else", async () => {
  const someone = await askForPerson(browser, desk.url);
  const outside: string[] = [];
  alder.page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "127.0.0.1") outside.push(request.url());
  });
  await alder.page.getByRole("link", { name: "Tickets" }).click();
  await alder.claim();
  const nasty =
    '<img src="http://example.com/x.png" onerror="window.pwned=1"> [link](javascript:alert(1)) **no**';
  await someone.say(nasty);
  await alder.hears(/\*\*no\*\*$/);
  await alder.say(nasty);
  await alder.hears(/^You /);
  expect(await alder.page.locator(".transcript :is(img, a, b, strong.words strong)").count()).toBe(0);
  expect(await alder.page.evaluate("window.pwned")).toBeUndefined();
  expect(outside).toEqual([]);
  await someone.page.context().close();
});

test("an attachment is refused with a kind word", async () => {
  const { page } = alder;
  await page.evaluate(`
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["x"], "passport.png", { type: "image/png" }));
    document.querySelector("textarea").dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  `);
  await page.getByText("Attachments aren't supported.").waitFor();
});

test("the account menu tells the version, and who signs out everywhere is out in every window at once", async () => {
  const other = await signIn(browser, desk.url, "alder@example.com");
  await alder.page.getByRole("button", { name: /status and settings/ }).click();
  await alder.page.getByText(`Exit Desk ${version}`).waitFor();
  await alder.page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await alder.page.getByText("You've been signed out.").waitFor();
  await other.page.getByText("You've been signed out.").waitFor();
  await other.page.context().close();
});
