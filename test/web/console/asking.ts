import type { Browser } from "playwright-core";
import { type PanelOnPage, panelOn } from "../widget/panel.ts";

/** Somebody with the widget open, who has told what they want and asked for a person; the guide stands at a step. */
export async function askForPerson(browser: Browser, url: string): Promise<PanelOnPage> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.say("I never use it any more");
  await panel.answered(/still open/i);
  await panel.frame.getByRole("button", { name: "Talk to a person", exact: true }).click();
  await panel.choose("Yes, pass it on");
  await panel.answered(/while you wait/i);
  return panel;
}
