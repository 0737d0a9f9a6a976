import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ask, conversationPath, newPass, type Pass, post, until } from "../../directline/ask.ts";
import { hostile, tracesIn } from "../../http/hostile.ts";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { type AtDesk, enterAsOwner } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;
let person: Pass;

/** Says something as the person, and waits for the answer where the bot gives one. */
async function say(text: string, answered = true): Promise<void> {
  const { id } = (await post(desk, person, { type: "message", text })).body;
  const isAnswered = async (): Promise<boolean> =>
    (
      await ask(desk, "GET", conversationPath(person, "/activities"), { token: person.token })
    ).body.activities.some(({ replyToId }: { replyToId?: string }) => replyToId === id);
  if (answered) await until(isAnswered);
}

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
  person = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: person.token });
  for (const text of [...hostile, "person", "Yes, pass it on"]) await say(text);
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

/** What a page asked for outside of the desk, and what its policy refused. */
function watch(page: Page): { outside: string[]; refused: string[] } {
  const seen = { outside: [] as string[], refused: [] as string[] };
  const home = /^(data|blob|file):/;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(desk.url) && !home.test(url)) seen.outside.push(url);
  });
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) seen.refused.push(message.text());
  });
  return seen;
}

test("T16, T17: hostile texts of a person, an agent and a note stay texts in the console, and nothing is fetched", async () => {
  const { page } = alder;
  const html = page.locator("html");
  const seen = watch(page);
  const before = await tracesIn(html);
  await alder.claim();
  for (const text of hostile) {
    await say(text, false);
    await alder.say(text.replaceAll("\n", " "));
  }
  await page.getByRole("button", { name: "Note", exact: true }).click();
  await page.getByRole("textbox", { name: /Your note/ }).fill(hostile[0]);
  await page.keyboard.press("Enter");
  await eventually(async () => (await alder.said()).filter((text) => text.includes(hostile[0])).length).toBe(
    4,
  );
  const clean = { pwned: false, handlers: 0, scripts: before.scripts, fetching: 0 };
  expect(await tracesIn(html)).toMatchObject(clean);
  const words = await page.locator(".transcript .words").all();
  expect(words.length).toBeGreaterThan(2 * hostile.length);
  for (const one of words) expect(await one.getAttribute("dir")).toBe("auto");
  expect(await page.locator(".transcript :is(a, b, style, svg[onload])").count()).toBe(0);

  await page.goto(`${desk.url}/console#/all`);
  await page.reload();
  await alder.rows.first().waitFor();
  const { links, ...traces } = await tracesIn(html);
  expect(traces).toEqual(clean);
  for (const [href] of links) expect(href).toMatch(/^(#|\/|https?:)/);
  expect(seen).toEqual({ outside: [], refused: [] });
});

test("T17: a copy that was saved shows hostile texts as texts, runs nothing and fetches nothing", async () => {
  const answer = await fetch(`${desk.url}/widget/copy/${person.conversationId}?as=html`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-copy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "copy.html");
  writeFileSync(file, await answer.text());
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(pathToFileURL(file).href);

  for (const text of hostile.slice(0, 3)) await page.getByText(text, { exact: true }).first().waitFor();
  const traces = await tracesIn(page.locator("html"));
  expect(traces).toEqual({ pwned: false, handlers: 0, scripts: 0, fetching: 0, links: [] });
  expect(seen).toEqual({ outside: [], refused: [] });
});
