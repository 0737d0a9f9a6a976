import { expect, onTestFinished, test } from "vitest";
import { startBrowser } from "../web/widget/browser.ts";
import { eventually, panelOn } from "../web/widget/panel.ts";
import { startWithDesk } from "./example.ts";

test("the widget talks with the desk on a static page with a content security policy", async () => {
  const { origin } = await startWithDesk("embed");
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const refused: string[] = [];
  page.on("console", (line) => {
    if (/content security policy/i.test(line.text())) refused.push(line.text());
  });
  await page.goto(`${origin}/`);
  const panel = panelOn(page);
  await panel.open();
  await panel.answered(/what do you need/i);
  await panel.say("will my reviews disappear");
  await eventually(async () => (await panel.said()).join("\n")).toMatch(
    /removes your project history, feedback and reviews/i,
  );
  expect(refused).toEqual([]);
  expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
});
