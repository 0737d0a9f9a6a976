import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alder, birch } from "../../tickets/people.ts";
import { axeFindings } from "./axe.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type TestDesk } from "./desk.ts";
import { eventually, type PanelOnPage, panelOn } from "./panel.ts";

let browser: Browser;
let desk: TestDesk;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

interface Waiting {
  page: Page;
  panel: PanelOnPage;
  number: number;
  conversationId: string;
}

/** Somebody who has asked for a person in the widget, and the number of their ticket. */
async function waiting(): Promise<Waiting> {
  const page = await (await browser.newContext({ timezoneId: "America/New_York" })).newPage();
  await page.goto(desk.url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.frame.getByRole("button", { name: "Talk to a person", exact: true }).click();
  await panel.choose("Yes, pass it on");
  await panel.answered(/while you wait/i);
  const [newest] = await desk.store.newestTickets({ limit: 1 });
  if (!newest) throw new Error("no ticket was opened");
  return { page, panel, number: newest.number, conversationId: newest.conversationId };
}

const says = (number: number, text: string) =>
  desk.human.reply(number, alder, { type: "message", text }, null);

const heading = ({ frame }: PanelOnPage) => frame.locator(".who").textContent();
const queue = ({ frame }: PanelOnPage) => frame.locator(".notice.queue");
const notices = ({ frame }: PanelOnPage) => frame.locator(".desk-notice").allInnerTexts();

test("the whole of it: waiting with a place that changes, a person with a name, back to the bot, and the score", async () => {
  const first = await waiting();
  const { page, panel, number } = await waiting();
  await eventually(() => queue(panel).textContent()).toMatch(/you.re number 2 in the queue/i);
  await desk.human.claim(first.number, birch);
  await eventually(() => queue(panel).textContent()).toMatch(/you.re number 1 in the queue/i);
  await eventually(() => notices(panel)).toContain("You're next in line.");
  expect(await heading(panel)).toMatch(/^Exit Desk\s*Bot\s*Waiting for an agent$/);
  await panel.choices.getByRole("button", { name: "Continue here" }).waitFor();

  await desk.human.claim(number, alder);
  await eventually(() => heading(panel)).toMatch(/^Alder\s*Agent\s*Is chatting with you$/);
  expect(await queue(panel).count()).toBe(0);
  await eventually(() => panel.frame.getByRole("toolbar", { name: "Always here" }).count()).toBe(0);
  await says(number, "Hello, <b>Alder</b> here.");
  await panel.answered(/^Hello, <b>Alder<\/b> here\.$/);
  expect(await panel.frame.locator(".speaker").last().textContent()).toMatch(/^Alder\s*Agent$/);
  const findings = await axeFindings(page.frames()[1] as never);
  expect(findings).toEqual([]);

  await desk.human.resolve(number, alder, "explained", "continue");
  await eventually(() => heading(panel)).toMatch(/^Exit Desk\s*Bot/);
  await panel.answered(/how did we do/i);
  await panel.choose("5");
  await panel.choose("No comment");
  await panel.answered(/what do you need/i);
  expect((await desk.human.ticket(number))?.csat).toMatchObject({ score: 5 });
  await page.context().close();
  await first.page.context().close();
});

test("typing and read marks go both ways, and after a reload one still knows who speaks", async () => {
  const { page, panel, number, conversationId } = await waiting();
  const typed: string[] = [];
  const stop = desk.human.watch((event) => {
    if (event.kind === "typing" && event.conversationId === conversationId) typed.push(event.who);
  });
  await desk.human.claim(number, alder);
  await says(number, "Which contract is it?");
  await panel.answered(/which contract/i);
  const { lastSeq } = (await desk.store.conversation(conversationId)) as { lastSeq: number };
  await eventually(() => desk.human.seenUpTo(conversationId).person).toBe(lastSeq);
  await panel.field.pressSequentially("the one with ");
  await eventually(() => typed).toContain("person");
  await desk.human.typing(number, alder);
  await eventually(() => panel.frame.locator(".typing .unseen").textContent()).toBe("Alder is writing");
  stop();

  await page.reload();
  await panel.launcher.waitFor();
  if ((await panel.frame.locator(".who").count()) === 0) await panel.open();
  await eventually(() => heading(panel)).toMatch(/^Alder\s*Agent/);
  expect(await notices(panel)).toContain("Alder has joined. You're talking to a person now.");
  await page.context().close();
});

test("what is written carries the time zone of the device, and a place in the queue outlives a reload", async () => {
  const { page, panel, conversationId } = await waiting();
  const log = await desk.store.readLog(conversationId, { after: 0, limit: 100 });
  const own = log.filter(({ activity }) => activity.from?.role === "user" && activity.type === "message");
  expect(own.map(({ activity }) => activity["localTimezone"])).toContain("America/New_York");
  await page.reload();
  await panel.launcher.waitFor();
  if ((await panel.frame.locator(".who").count()) === 0) await panel.open();
  await eventually(() => queue(panel).textContent()).toMatch(/you.re number \d+ in the queue/i);
  await page.context().close();
});

test("the link of an e-mail opens the talk, and its address does not keep it; one that is none says so", async () => {
  const { page, number, conversationId } = await waiting();
  await desk.human.claim(number, alder);
  await says(number, "You need not close it.");
  const elsewhere = await browser.newContext();
  const mailed = await elsewhere.newPage();
  await mailed.goto(await desk.linkTo(conversationId));
  const last = mailed.locator(".webchat__basic-transcript__activity .said").last();
  await eventually(() => last.textContent()).toBe("You need not close it.");
  expect(mailed.url()).not.toContain("link=");
  await mailed.locator("[data-id=webchat-sendbox-input]").fill("thank you, Alder");
  await mailed.keyboard.press("Enter");
  await eventually(async () => (await desk.human.ticket(number))?.state.kind).toBe("claimed");

  const forged = await (await browser.newContext()).newPage();
  await forged.goto(`${desk.url}/widget/frame?chat#mode=open&link=nothing`);
  await eventually(() => forged.locator(".notices").textContent()).toMatch(/doesn't open a chat any more/i);
  await forged.context().close();
  await elsewhere.close();
  await page.context().close();
});
