import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TicketLimits } from "../../../src/tickets/intake/surge.ts";
import { hashBegins } from "../../../src/web/widget/frame/directline/proof-of-work.ts";
import { axeFindings } from "./axe.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { eventually, panelOn } from "./panel.ts";

let browser: Browser;
let desk: TestDesk;

beforeAll(async () => {
  const tickets = TicketLimits.parse({ neverUnusual: 1, alwaysUnusual: 1 });
  const reach = {
    announcing: false,
    mail: false,
    tickets,
    networkOf: async (conversation: string) => conversation,
  };
  desk = await startDesk({ reach });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

test("the hash of the proof is SHA-256 for every text of one block", () => {
  const signs = "0123456789.:-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (let length = 0; length <= 55; length += 1) {
    const text = [...signs.slice(length % 9), ...signs].slice(0, length).join("");
    expect(hashBegins(text)).toBe(createHash("sha256").update(text).digest().readUInt32BE(0));
  }
  expect(() => hashBegins("x".repeat(56))).toThrow(RangeError);
});

test("T50: under a flood the widget proves itself while the person goes on, and their ticket joins the queue", async () => {
  for (let number = 9001; number <= 9010; number += 1)
    await desk.human.admit({ number, network: `network ${number}`, lane: "ordinary" });
  const page = await (await browser.newContext()).newPage();
  await page.goto(desk.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.frame.getByRole("button", { name: "Talk to a person", exact: true }).click();
  await panel.choose("Yes, pass it on");
  const note = panel.frame.getByRole("status").getByText(/One moment: a quick check in your browser/);
  await note.waitFor();
  const field = panel.frame.getByRole("textbox");
  await field.fill("thank you");
  expect(await field.inputValue()).toBe("thank you");
  await panel.frame
    .getByText(/quick automatic check/)
    .first()
    .waitFor();
  const notices = () => panel.frame.locator(".desk-notice").allInnerTexts();
  await eventually(async () => (await notices()).join()).toMatch(/XD-\d+ is in the queue now/);
  await note.waitFor({ state: "detached" });
  expect((await desk.human.queue()).map(({ place }) => place)).toEqual([1]);
  expect(await axeFindings(page)).toEqual([]);
  await panel.frame.locator(".notice.queue", { hasText: "You're number 1 in the queue" }).waitFor();
});
