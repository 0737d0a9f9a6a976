import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOfButton } from "../../../src/bot/rendering/buttons.ts";
import type { Activity } from "../../../src/store/records.ts";
import { forTeams } from "../../../src/teams/cards/for-teams.ts";
import { asText } from "../../../src/terminal/terminal.ts";
import { TestDesk } from "../../desk.ts";
import { type Contents, contentsOf } from "./contents.ts";
import { linesOf } from "./lines.ts";
import { faultsOf } from "./schema.ts";

let desk: TestDesk;
let contents: Contents;

beforeAll(async () => {
  desk = await TestDesk.open();
  contents = await contentsOf(desk);
});
afterAll(() => desk.close());

const attached = ({ attachments = [] }: Activity): string[] =>
  linesOf(attachments.map(({ content }) => content));

const buttons = ({ suggestedActions }: Activity): string[] =>
  (suggestedActions?.actions ?? [])
    .filter((action) => commandOfButton(action) === null)
    .map(({ title }) => `[${title}]`);

/** The lines that are not the message's own words, without those that are the same under every question. */
function beside({ text = "" }: Activity, lines: readonly string[]): string[] {
  const said = new Set(text.split("\n"));
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !said.has(line) && !/^(…\[|\(also: )/.test(line));
}

const webChat = (activity: Activity): string[] =>
  beside(activity, activity.attachments ? attached(activity) : buttons(activity));

const teams = (activity: Activity): string[] => {
  const shown = forTeams(activity, desk.content.words);
  return beside(activity, [...attached(shown), ...buttons(shown)]);
};

const terminal = (activity: Activity): string[] =>
  beside(activity, asText(activity, desk.content.words).split("\n"));

const draft =
  "Your request (edit it here): Hello,\n\nI closed my Upwork account around February 17, 2026. I'd like to have it restored. The name on the account is Studio Blue.\n\nA client asked for me again.\n\nI'm ready to verify my identity. I'd be grateful if you would tell me what to do next.\n\nThank you,\nStudio Blue";

const checklist = [
  "Before you close",
  "✓ Contracts: done",
  "! Payments: open",
  "○ Clients",
  "○ Files",
  "○ Invoices",
  "○ Commitments",
];
const ticket = ["Your ticket: XD-1001", "#1 in the queue", "Replies: in this chat"];
const always = ["[Back]", "[Talk to a person]"];

const numbered = (...titles: string[]): string[] => titles.map((title, at) => `${at + 1}. ${title}`);
const bracketed = (...titles: string[]): string[] => titles.map((title) => `[${title}]`);

const fork = ["Close my account", "Take a break", "Get an account back", "Just a question"];
const pace = ["One at a time", "The short list"];
const payments = ["All settled", "Something is pending", "Dispute or money owed"];
const picture = ["I see the menu", "My screen looks different", "I can't log in"];
const review = ["Looks good", "Change something", "Ask me again"];
const scores = ["1", "2", "3", "4", "5", "I'd rather not say"];

test.each<[keyof Contents, webChat: string[], teams: string[], terminal: string[]]>([
  [
    "question",
    bracketed(...fork),
    [...bracketed(...fork), "[Tell me more]", "[Talk to a person]"],
    numbered(...fork),
  ],
  ["short", bracketed(...pace), [...bracketed(...pace), "[Tell me more]", ...always], numbered(...pace)],
  ["comment", ["[No comment]"], ["[No comment]", ...always], ["1. No comment"]],
  [
    "checklist",
    [...checklist, ...bracketed(...payments)],
    [...checklist, ...bracketed(...payments), "[Tell me more]", ...always],
    [...checklist, ...numbered(...payments)],
  ],
  [
    "steps",
    ["Step 2 of 9: Profile picture", ...bracketed(...picture)],
    ["Step 2 of 9: Profile picture", ...bracketed(...picture), ...always],
    ["Step 2 of 9: Profile picture", ...numbered(...picture)],
  ],
  [
    "draft",
    [draft, ...bracketed(...review)],
    [draft, ...bracketed(...review), ...always],
    numbered(...review),
  ],
  ["ticket", ticket, [...ticket, "[Refresh]"], ticket],
  [
    "csat",
    ["Your ticket: XD-1001", ...bracketed(...scores)],
    ["Your ticket: XD-1001", ...bracketed(...scores), ...always],
    ["Your ticket: XD-1001", ...numbered(...scores)],
  ],
])("%s shows the same in Web Chat, in Teams and in the terminal", (kind, ...renderings) => {
  expect([webChat(contents[kind]), teams(contents[kind]), terminal(contents[kind])]).toEqual(renderings);
});

test.each<keyof Contents>(["checklist", "steps", "draft", "ticket", "csat"])(
  "the card of %s for Web Chat keeps to the schema of 1.4, and is told in plain words",
  (kind) => {
    const content = contents[kind].attachments?.[0]?.content as Record<string, unknown>;
    expect(faultsOf(content)).toEqual([]);
    expect(content).toMatchObject({ version: "1.4", speak: content["fallbackText"] });
    expect(content["speak"]).toMatch(/\w+ \w+/);
    expect(JSON.stringify(content)).not.toContain("Action.Execute");
  },
);

test("a part of a card that came with 1.5 is found in one of 1.4", () => {
  const body = [{ type: "TextBlock", text: "Hello", style: "heading" }];
  expect(faultsOf({ type: "AdaptiveCard", version: "1.4", body })).not.toEqual([]);
  expect(faultsOf({ type: "AdaptiveCard", version: "1.5", body })).toEqual([]);
});
