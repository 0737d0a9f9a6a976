import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { eventually, type PanelOnPage } from "../widget/panel.ts";
import { askForPerson } from "./asking.ts";
import { type AtDesk, enterAsOwner, invite } from "./at-desk.ts";
import { type CuttableLine, startCuttableLine } from "./cuttable-line.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let browser: Browser;
let desk: DeskProcess;
let toDesk: CuttableLine;
let toPerson: CuttableLine;
let birch: AtDesk;

beforeAll(async () => {
  desk = await startDeskProcess();
  toDesk = await startCuttableLine(desk.port);
  toPerson = await startCuttableLine(desk.port);
  browser = await startBrowser();
  const alder = await enterAsOwner(browser, desk.ownerLink);
  birch = await invite(browser, alder, "Birch Agent", { at: toDesk.url });
  await alder.page.context().close();
});

afterAll(async () => {
  await browser.close();
  await toDesk.stop();
  await toPerson.stop();
  await desk.remove();
});

/** A talk between a person and Birch. */
async function talking(): Promise<PanelOnPage> {
  const panel = await askForPerson(browser, toPerson.url);
  await birch.page.getByRole("link", { name: /^Waiting/ }).click();
  await birch.claim();
  await birch.say("Hello, Birch here.");
  await panel.answered(/^Hello, Birch here\.$/);
  return panel;
}

const wordsOf = (said: string[], words: RegExp): string[] =>
  said.flatMap((text) => words.exec(text)?.[0] ?? []);

/** Both sides have every numbered message once and in order. */
async function expectBothHave(panel: PanelOnPage, person: string[], agent: string[]): Promise<void> {
  await eventually(async () => wordsOf(await panel.said(), /agent \d/)).toEqual(agent);
  await eventually(async () => wordsOf(await birch.said(), /person \d/)).toEqual(person);
  expect(wordsOf(await panel.said(), /person \d/)).toEqual(person);
  await eventually(async () => wordsOf(await birch.said(), /agent \d (Delivered|Read)/)).toHaveLength(
    agent.length,
  );
}

test("a console whose line is cut for ten seconds loses nothing and says nothing twice", async () => {
  const panel = await talking();
  toDesk.cut();
  await birch.page.getByText("Connection lost").waitFor();
  await birch.say("agent 1");
  await birch.say("agent 2");
  await birch.page.getByText("Waiting for connection").first().waitFor();
  await panel.say("person 1");
  await panel.say("person 2");
  await sleep(10_000);
  toDesk.mend();
  await expectBothHave(panel, ["person 1", "person 2"], ["agent 1", "agent 2"]);
  await eventually(() => birch.page.getByText("Connection lost").count()).toBe(0);
  await panel.page.context().close();
});

test("a person whose line is cut for ten seconds loses nothing and says nothing twice", async () => {
  const panel = await talking();
  toPerson.cut();
  await panel.say("person 1");
  await birch.say("agent 1");
  await birch.say("agent 2");
  await sleep(10_000);
  toPerson.mend();
  await expectBothHave(panel, ["person 1"], ["agent 1", "agent 2"]);
  await panel.page.context().close();
});

test("a desk that is restarted in the middle of a talk goes on with both of them", async () => {
  const panel = await talking();
  await desk.stop();
  await birch.say("agent 1");
  await panel.say("person 1");
  await sleep(1000);
  await desk.start();
  await expectBothHave(panel, ["person 1"], ["agent 1"]);
  await birch.page.getByRole("button", { name: "Resolve" }).click();
  await birch.page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
  await panel.answered(/how did we do/i);
  await panel.page.context().close();
});
