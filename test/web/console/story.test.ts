import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { eventually, type PanelOnPage } from "../widget/panel.ts";
import { askForPerson } from "./asking.ts";
import { type AtDesk, enterAsOwner, invite } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let ana: AtDesk;
let ben: AtDesk;

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
  ana = await enterAsOwner(browser, desk.ownerLink);
  ben = await invite(browser, ana, "Ben Agent");
}, 120_000);

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

const notices = ({ frame }: PanelOnPage): Promise<string[]> => frame.locator(".desk-notice").allInnerTexts();

test("from the first hello over a person, a colleague and back to the exact step, to the score", async () => {
  const panel = await askForPerson(browser, desk.url);
  await eventually(() => ana.rows.allInnerTexts()).toEqual([expect.stringMatching(/Place 1[\s\S]*waiting/)]);
  await eventually(() => ana.page.title()).toMatch(/^\(1\)/);
  await ana.claim();
  expect((await ana.said()).join("\n")).toMatch(/Person.*I never use it any more/);
  await eventually(() => notices(panel)).toContainEqual(expect.stringMatching(/^Ana has joined/));
  await eventually(() => ben.rows.count()).toBe(0);

  await ana.answer.pressSequentially("Hello, Ana here");
  await panel.frame.getByText("Ana is writing").waitFor();
  await ana.answer.press("Enter");
  await panel.answered(/^Hello, Ana here$/);
  await eventually(() => ana.said()).toContainEqual(expect.stringMatching(/^You .* Hello, Ana here Read$/));

  await panel.field.pressSequentially("Good to meet <b>you</b>");
  await ana.page.getByText("The person is writing…").waitFor();
  await panel.field.press("Enter");
  await ana.hears(/^Person .* Good to meet <b>you<\/b>$/);
  expect(await ana.page.locator(".transcript b").count()).toBe(0);

  await ana.page.getByRole("button", { name: "Note", exact: true }).click();
  await ana.page.getByRole("textbox", { name: /Your note/ }).fill("The balance is zero.");
  await ana.page.keyboard.press("Enter");
  await ana.hears(/^Your note .* The balance is zero\.$/);
  await ana.page.getByRole("button", { name: "Transfer" }).click();
  const transfer = ana.page.getByRole("dialog");
  await transfer.getByLabel("To whom").selectOption({ label: "Ben Agent (Available, 0 tickets)" });
  await transfer.getByLabel("A note for them").fill("Please close this with them.");
  await transfer.getByRole("button", { name: "Transfer" }).click();

  await ben.page.getByRole("link", { name: /^Mine/ }).click();
  await ben.rows.first().click();
  await eventually(() => ben.said()).toContainEqual(
    expect.stringMatching(/^Note by Ana.* Please close this with them\.$/),
  );
  await ben.say("I am Ben, and I take over.");
  await panel.answered(/^I am Ben, and I take over\.$/);
  expect((await panel.said()).join("\n")).not.toMatch(/balance is zero|close this with them/);
  await ben.page.getByRole("button", { name: "Resolve" }).click();
  await ben.page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();

  await panel.answered(/how content were you/i);
  await panel.choose("5");
  await panel.choose("No comment");
  await panel.answered(/still open/i);
  await ana.page.getByRole("link", { name: "Reports" }).click();
  await ana.page.getByText("5.0 of 5").waitFor();
  await panel.page.context().close();
});

test("whoever claims a moment too late reads who has it", async () => {
  let held = false;
  await ben.page.routeWebSocket(/\/api\/desk\/stream/, (socket) => {
    socket.connectToServer().onMessage((frame) => held || socket.send(frame));
  });
  await ben.page.goto(`${desk.url}/console#/waiting`);
  await ben.page.reload();
  const panel = await askForPerson(browser, desk.url);
  await ben.rows.first().click();
  const late = ben.page.getByRole("button", { name: "Claim", exact: true });
  await late.waitFor();
  held = true;
  await ana.page.getByRole("link", { name: "Tickets" }).click();
  await ana.claim();
  await late.click();
  await ben.page.getByText("Ana Owner was faster and has this ticket.").waitFor();
  expect((await notices(panel)).filter((text) => /has joined/.test(text))).toHaveLength(1);
  await panel.page.context().close();
});

test("an owner makes a colleague a supervisor, who then reads along, and shuts an account", async () => {
  await ana.page.getByRole("link", { name: "Team" }).click();
  const change = ana.page.getByRole("button", { name: "Change the account of Ben Agent" });
  await change.click();
  await ana.page.getByRole("menuitemradio", { name: "Supervisor" }).click();
  await ana.page.getByText("Supervisor", { exact: true }).waitFor();
  await ben.page.unrouteAll();
  await ben.page.goto(`${desk.url}/console#/all`);
  await ben.page.reload();
  await ben.rows.first().click();
  await ben.page.getByRole("button", { name: "Reassign" }).waitFor();
  await change.click();
  await ana.page.getByRole("menuitem", { name: "Disable the account" }).click();
  await ben.page.getByText("You have been signed out.").waitFor();
  await ana.page.getByText("Account disabled").waitFor();
});
