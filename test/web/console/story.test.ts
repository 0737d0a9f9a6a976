import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { eventually, type PanelOnPage } from "../widget/panel.ts";
import { askForPerson } from "./asking.ts";
import { type AtDesk, enterAsOwner, invite } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let alder: AtDesk;
let birch: AtDesk;

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
  alder = await enterAsOwner(browser, desk.ownerLink);
  birch = await invite(browser, alder, "Birch Agent");
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

const notices = ({ frame }: PanelOnPage): Promise<string[]> => frame.locator(".desk-notice").allInnerTexts();

test("from the first hello over a person, a colleague and back to the exact step, to the score", async () => {
  const panel = await askForPerson(browser, desk.url);
  await eventually(() => alder.rows.allInnerTexts()).toEqual([
    expect.stringMatching(/#1 in queue[\s\S]*waiting/),
  ]);
  await eventually(() => alder.page.title()).toMatch(/^\(1\)/);
  await alder.claim();
  expect((await alder.said()).join("\n")).toMatch(/Customer.*I never use it any more/);
  await alder.page.getByText("How messages were understood").click();
  await eventually(() => alder.page.locator(".readings li").allInnerTexts()).toContainEqual(
    expect.stringMatching(/I never use it any more[\s\S]*Answer/),
  );
  await eventually(() => notices(panel)).toContainEqual(expect.stringMatching(/^Alder has joined/));
  await eventually(() => birch.rows.count()).toBe(0);

  await alder.answer.pressSequentially("Hello, Alder here");
  await panel.frame.getByText("Alder is writing").waitFor();
  await alder.answer.press("Enter");
  await panel.answered(/^Hello, Alder here$/);
  await eventually(() => alder.said()).toContainEqual(
    expect.stringMatching(/^You .* Hello, Alder here Read$/),
  );

  await panel.field.pressSequentially("Good to meet <b>you</b>");
  await alder.page.getByText("Customer is typing…").waitFor();
  await panel.field.press("Enter");
  await alder.hears(/^Customer .* Good to meet <b>you<\/b>$/);
  expect(await alder.page.locator(".transcript b").count()).toBe(0);

  await alder.page.getByRole("button", { name: "Note", exact: true }).click();
  await alder.page.getByRole("textbox", { name: /Your note/ }).fill("The balance is zero.");
  await alder.page.keyboard.press("Enter");
  await alder.hears(/^Your note .* The balance is zero\.$/);
  await alder.page.getByRole("button", { name: "Transfer" }).click();
  const transfer = alder.page.getByRole("dialog");
  await transfer.getByLabel("Transfer to").selectOption({ label: "Birch Agent (Available, 0 tickets)" });
  await transfer.getByLabel("Note for them").fill("Please close this with them.");
  await transfer.getByRole("button", { name: "Transfer" }).click();

  await birch.page.getByRole("link", { name: /^Mine/ }).click();
  await birch.rows.first().click();
  await eventually(() => birch.said()).toContainEqual(
    expect.stringMatching(/^Note by Alder.* Please close this with them\.$/),
  );
  await birch.say("I am Birch, and I take over.");
  await panel.answered(/^I am Birch, and I take over\.$/);
  expect((await panel.said()).join("\n")).not.toMatch(/balance is zero|close this with them/);
  await birch.page.getByRole("button", { name: "Resolve" }).click();
  await birch.page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();

  await panel.answered(/how did we do/i);
  await panel.choose("5");
  await panel.choose("No comment");
  await panel.answered(/still open/i);
  await alder.page.getByRole("link", { name: "Reports" }).click();
  await alder.page.getByText("5.0 of 5").waitFor();
  await panel.page.context().close();
});

test("whoever claims a moment too late reads who has it", async () => {
  let held = false;
  await birch.page.routeWebSocket(/\/api\/desk\/stream/, (socket) => {
    socket.connectToServer().onMessage((frame) => held || socket.send(frame));
  });
  await birch.page.goto(`${desk.url}/console#/waiting`);
  await birch.page.reload();
  const panel = await askForPerson(browser, desk.url);
  await birch.rows.first().click();
  const late = birch.page.getByRole("button", { name: "Claim", exact: true });
  await late.waitFor();
  held = true;
  await alder.page.getByRole("link", { name: "Tickets" }).click();
  await alder.claim();
  await late.click();
  await birch.page.getByText("Alder Owner has already claimed this ticket.").waitFor();
  expect((await notices(panel)).filter((text) => /has joined/.test(text))).toHaveLength(1);
  await panel.page.context().close();
});

test("an owner makes a colleague a supervisor, who then reads along, and shuts an account", async () => {
  await alder.page.getByRole("link", { name: "Team" }).click();
  const change = alder.page.getByRole("button", { name: "Manage Birch Agent" });
  await change.click();
  await alder.page.getByRole("menuitemradio", { name: "Supervisor" }).click();
  await alder.page.getByText("Supervisor", { exact: true }).waitFor();
  await birch.page.unrouteAll();
  await birch.page.goto(`${desk.url}/console#/all`);
  await birch.page.reload();
  await birch.rows.first().click();
  await birch.page.getByRole("button", { name: "Reassign" }).waitFor();
  await change.click();
  await alder.page.getByRole("menuitem", { name: "Disable account" }).click();
  await birch.page.getByText("You've been signed out.").waitFor();
  await alder.page.getByText("Account disabled").waitFor();
});
