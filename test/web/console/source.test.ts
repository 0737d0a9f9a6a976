import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { eventually } from "../widget/panel.ts";
import { type AtDesk, enterAsOwner } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";
import { begin } from "./person.ts";

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

test("an agent reads below an answer where it is from, and which topics were told", async () => {
  const person = await begin(desk.url);
  await person.hears(/what do you need/i);
  await person.say("will my reviews disappear?");
  await person.hears(/removes your project history/i);
  await person.say("person");
  await person.hears(/pass|send/i);
  await person.say("yes");
  await eventually(() => alder.rows.count()).toBe(1);
  await alder.claim();
  const answer =
    /^Bot .*removes your project history.* From our guide: What deleting takes away · version [0-9a-f]{4}$/;
  await eventually(async () => (await alder.said()).filter((entry) => /From our guide/.test(entry))).toEqual([
    expect.stringMatching(answer),
  ]);
  await alder.page.getByText("Guide content shown").click();
  const told = alder.page.locator("details", { hasText: "Guide content shown" }).locator("li");
  const titles = await told.allInnerTexts();
  expect(titles).toContain("What deleting takes away");
  expect(titles.filter((title) => /[._]/.test(title))).toEqual([]);
  expect(new Set(titles).size).toBe(titles.length);
  person.leave();
});
