import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { eventually } from "../widget/panel.ts";

/** The console as one of the desk's people meets it. */
export interface AtDesk {
  page: Page;
  rows: Locator;
  /** the field for answers */
  answer: Locator;
  /** What is shown of the conversation, oldest first: who, and the words. */
  said(): Promise<string[]>;
  /** Opens the newest ticket of the queue and takes it. */
  claim(number?: number): Promise<void>;
  say(text: string): Promise<void>;
  /** Waits until the newest entry of the conversation fits. */
  hears(expected: RegExp): Promise<void>;
}

const password = "seven green doors ajar";

function atDesk(page: Page): AtDesk {
  const rows = page.locator(".list-pane .row");
  const answer = page.getByRole("textbox", { name: "Your reply" });
  const entries = page.locator(".transcript .entry-said");
  const said = async (): Promise<string[]> =>
    (await entries.allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, " ").trim());
  return {
    page,
    rows,
    answer,
    said,
    claim: async (number) => {
      const row = number === undefined ? rows.first() : rows.filter({ hasText: `XD-${number}` });
      await row.click();
      await page.getByRole("button", { name: "Claim", exact: true }).click();
      await answer.waitFor();
    },
    say: async (text) => {
      await answer.fill(text);
      await answer.press("Enter");
    },
    hears: (expected) => eventually(async () => (await said()).at(-1) ?? "").toMatch(expected),
  };
}

async function enter(
  browser: Browser,
  link: string,
  { name, email, ...options }: { name: string; email?: string } & BrowserContextOptions,
): Promise<AtDesk> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  if (email !== undefined) await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: email === undefined ? /join/i : /create/i }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return atDesk(page);
}

/** Makes the owner's account by its link. */
export const enterAsOwner = (browser: Browser, link: string): Promise<AtDesk> =>
  enter(browser, link, { name: "Alder Owner", email: "alder@example.com" });

/** Signs in with an account that was made before. */
export async function signIn(
  browser: Browser,
  url: string,
  email: string,
  options: BrowserContextOptions = {},
): Promise<AtDesk> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}/console`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".rail").waitFor();
  return atDesk(page);
}

/** Somebody of the desk invites a colleague, who takes the invitation up on a server's address. */
export async function invite(
  browser: Browser,
  { page }: AtDesk,
  name: string,
  { role = "agent", at }: { role?: string; at?: string } = {},
): Promise<AtDesk> {
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("button", { name: "Invite a teammate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("E-mail address").fill(`${name.split(" ")[0]?.toLowerCase()}@example.com`);
  await dialog.getByLabel("Role").selectOption(role);
  await dialog.getByRole("button", { name: "Create invitation link" }).click();
  const link = await dialog.getByLabel(/Send this link/).inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Tickets" }).click();
  return enter(browser, at === undefined ? link : link.replace(/^https?:\/\/[^/]+/, at), { name });
}
