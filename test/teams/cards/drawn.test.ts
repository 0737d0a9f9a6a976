import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CardAttachment } from "../../../src/bot/rendering/cards.ts";
import { disableCard, forTeams } from "../../../src/teams/cards/for-teams.ts";
import { teamsTicketCard } from "../../../src/teams/cards/ticket-card.ts";
import { TestDesk } from "../../desk.ts";
import { later, noon } from "../../store/material.ts";
import { inState } from "../../tickets/people.ts";
import { axeFindings } from "../../web/widget/axe.ts";
import { startBrowser } from "../../web/widget/browser.ts";
import { contentsOf } from "./contents.ts";
import { type Drawn, draw } from "./draw.ts";
import { type Look, type Width, widths } from "./teams-look.ts";

const hostile = [
  "[free money](https://evil.example) **now** <img src=https://evil.example/i.png onerror='window.pwned=1'>",
  "https://evil.example <a href='https://evil.example'>here</a>",
  "# Big",
  "- ![i](https://evil.example/i.png)",
].join("\n");

let desk: TestDesk;
let browser: Browser;
let context: BrowserContext;
let cards: Record<string, CardAttachment["content"]>;

beforeAll(async () => {
  desk = await TestDesk.open();
  [browser, cards] = await Promise.all([startBrowser(), makeCards()]);
  context = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  await desk.close();
});

/** Each kind of card as Teams gets it; what people wrote on the tickets is hostile. */
async function makeCards(): Promise<typeof cards> {
  const { words, guide } = desk.content;
  const contents = await contentsOf(desk);
  const kinds = Object.entries(contents).map(([kind, activity]): [string, CardAttachment] => {
    const [card] = forTeams(activity, words, "channel").attachments ?? [];
    return [kind, card as CardAttachment];
  });
  const parts = {
    claimedBy: "Alder",
    consoleUrl: "https://desk.example.com/console/",
    names: Object.fromEntries(guide.steps.map(({ id, title }) => [`step.${id}`, title])),
  };
  const said = {
    summary: `Wants to close an Upwork account.\n${hostile}`,
    trail: guide.steps
      .slice(0, 5)
      .map(({ id }) => ({ guide: "steps", step: id, answer: hostile, outcome: "done" as const })),
    promise: { toldAt: noon, place: 2, until: later(2), brokenAt: null },
  };
  const place = contents.question.channelData?.["guide"] as object;
  const source = { title: guide.topic("consequences").title, version: guide.version.slice(0, 4) };
  const sourced = { ...contents.question, channelData: { guide: { ...place, source } } };
  kinds.push(["answer", forTeams(sourced, words, "channel").attachments?.[0] as CardAttachment]);
  const used = kinds.map(([kind, card]): [string, CardAttachment] => [
    `${kind}-used`,
    disableCard(card, { title: hostile, value: null }, words),
  ]);
  const all = [
    ...kinds,
    ...used,
    ["ticket-waiting", teamsTicketCard(inState("queued", said), words, parts)] as const,
    ["ticket-claimed", teamsTicketCard(inState("claimed", said), words, parts)] as const,
  ];
  return Object.fromEntries(all.map(([name, { content }]) => [name, content]));
}

describe.each<[Look, Width]>([
  ["light", "phone"],
  ["light", "desktop"],
  ["dark", "phone"],
  ["dark", "desktop"],
])("in a %s look on a %s", (look, width) => {
  let drawn: Drawn;
  beforeAll(async () => {
    drawn = await draw(context, cards, look, width);
  });
  afterAll(() => drawn.page.close());

  test("the library draws every card without an error, and asks for nothing outside", async () => {
    expect(await drawn.page.locator(".ac-adaptiveCard").count()).toBe(Object.keys(cards).length);
    expect(drawn.complaints).toEqual([]);
  });

  test("no card is wider than its column, and no title of a button is cut off", async () => {
    expect(await drawn.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
      widths[width],
    );
    const cut =
      "[...document.querySelectorAll('.ac-pushButton, .ac-pushButton *')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)";
    expect(await drawn.page.evaluate(cut)).toEqual([]);
  });

  test("axe finds nothing that keeps anybody from reading or pressing them", async () => {
    expect(await axeFindings(drawn.page)).toEqual([]);
  });

  test("T17: what people wrote is shown as they wrote it, and nothing of it is alive", async () => {
    expect(await drawn.page.locator("a, img, b, strong, em, ul").count()).toBe(0);
    expect(await drawn.page.evaluate("window.pwned")).toBeUndefined();
    for (const name of ["ticket-waiting", "short-used"]) {
      const text = await drawn.page.locator(`#card-${name}`).textContent();
      for (const line of hostile.split("\n")) expect(text).toContain(line);
    }
  });
});

test("a pressed button posts its value with the draft as it then stands on the card", async () => {
  const { page } = await draw(context, cards, "light", "desktop");
  await page.locator("#card-draft").getByRole("textbox").fill("Mine");
  await page.locator("#card-draft").getByRole("button", { name: "Looks good" }).click();
  expect(await page.evaluate("window.executed")).toMatchObject({
    type: "Action.Execute",
    verb: "answer",
    data: { press: { choice: "good" }, title: "Looks good", on: "draft", draft: "Mine" },
  });
});
