import { expect, test } from "vitest";
import type { CardAttachment } from "../../../src/bot/rendering/cards.ts";
import { loadMessages } from "../../../src/guide/messages.ts";
import type { Ticket } from "../../../src/store/ticket.ts";
import { teamsTicketCard } from "../../../src/teams/cards/ticket-card.ts";
import { later, noon } from "../../store/material.ts";
import { inState, type StateName, states } from "../../tickets/people.ts";
import { linesOf } from "./lines.ts";
import { faultsOf } from "./schema.ts";

const words = loadMessages("data/phrases/en");
const names = {
  "step.contracts": "Contracts",
  "place.steps": "the steps",
  "answer.costs": "It costs too much",
};
const consoleUrl = "https://desk.example.com/console/#ticket=1001";

const cardOf = (ticket: Ticket, claimedBy: string | null = "Alder"): CardAttachment =>
  teamsTicketCard(ticket, words, { claimedBy, consoleUrl, names });

/** All that a card shows besides its buttons, line by line. */
const shownBy = ({ content }: CardAttachment): string[] =>
  linesOf(content.body).filter((line) => !/^\[/.test(line));

const titles = ({ content }: CardAttachment): string[] =>
  linesOf(content).flatMap((line) => /^\[(.+)\]$/.exec(line)?.[1] ?? []);

test.each([
  ["queued", ["Claim", "Open in console"], /^not claimed yet/i],
  ["reopened", ["Claim", "Open in console"], /^reopened/i],
  ["claimed", ["Open in console", "Resolve", "Return to bot"], /^claimed by alder/i],
  ["waiting", ["Open in console", "Resolve", "Return to bot"], /^claimed by alder/i],
  ["resolved", ["Open in console"], /^resolved by alder/i],
  ["expired", ["Open in console"], /^closed: no reply/i],
] satisfies [StateName, string[], RegExp][])(
  "a %s ticket shows who has it and only the buttons that apply",
  (state, buttons, stands) => {
    const card = cardOf(inState(state));
    expect(titles(card)).toEqual(buttons);
    expect(shownBy(card)[1]).toMatch(stands);
    expect(faultsOf(card.content)).toEqual([]);
  },
);

test("each button names the ticket as it was, and is the same where Action.Execute is not known", () => {
  const card = cardOf(inState("queued", { revision: 4 }));
  const data = { verb: "claim", ticket: 1001, revision: 4 };
  expect(card.content.actions[0]).toEqual({
    type: "Action.Execute",
    title: "Claim",
    verb: "claim",
    data,
    fallback: { type: "Action.Submit", title: "Claim", data },
  });
  expect(card.content.actions[1]).toMatchObject({ type: "Action.OpenUrl", url: consoleUrl });
});

test("somebody whose name is not known has it, and no id is shown", () => {
  expect(shownBy(cardOf(inState("claimed"), null))[1]).toBe("Claimed.");
  expect(shownBy(cardOf(inState("resolved"), null))[1]).toBe("Resolved.");
  expect(JSON.stringify(cardOf(inState("claimed"), null))).not.toContain(JSON.stringify(states.claimed.by));
});

test("the steps are told by their names in the guide, the newest eight, and the promise in the reader's own time", () => {
  const step = (
    guide: string,
    name: string,
    answer: string | null,
    outcome: "done" | "skipped" | "stuck" = "done",
  ) => ({ guide, step: name, answer, outcome }) as const;
  const many = Array.from({ length: 9 }, () => step("fork", "fork", "old"));
  const promise = { toldAt: noon, place: 2, until: later(2), brokenAt: null };
  const trail = [
    ...many,
    step("checklist", "contracts", "not-yet", "stuck"),
    step("steps", "pace", null, "skipped"),
    step("weigh", "reason", "costs"),
  ];
  const shown = shownBy(cardOf(inState("queued", { trail, promise, priority: "urgent" })));
  expect(shown.filter((text) => text.startsWith("•"))).toHaveLength(8);
  expect(shown.slice(-3)).toEqual([
    "• Contracts: stuck here",
    "• the steps: skipped",
    "• reason: It costs too much",
  ]);
  expect(shown).toContain(
    "Reply due by {{DATE(2026-03-01T14:00:00Z,SHORT)}} {{TIME(2026-03-01T14:00:00Z)}}.",
  );
  expect(shown[1]).toMatch(/urgent/i);
  const broken = shownBy(cardOf(inState("queued", { promise: { ...promise, brokenAt: later(3) } })));
  expect(broken.join(" ")).toMatch(/overdue/);
});

test("a long matter stays far below what Teams takes, and nobody's address is shown to a whole channel", () => {
  const summary = "Wants it back. Write to someone@example.org or +49 170 1234567. ".repeat(200);
  const trail = Array.from({ length: 40 }, () => ({
    guide: "draft",
    step: "deleted-why",
    answer: "ä".repeat(4000),
    outcome: "done" as const,
  }));
  const card = cardOf(
    inState("queued", { summary, trail, contact: { kind: "email", address: "someone@example.org" } }),
  );
  const json = JSON.stringify(card);
  expect(Buffer.byteLength(json)).toBeLessThan(12 * 1024);
  expect(json).not.toContain("someone@example.org");
  expect(json).not.toContain("1234567");
});

test("T17: what people wrote stands in no part of a card that knows markdown", () => {
  const hostile =
    "[free money](https://evil.example) **now** <img src=x onerror=alert(1)>\n# Big\n- ![i](https://evil.example/i.png)";
  const card = cardOf(
    inState("queued", {
      summary: hostile,
      trail: [{ guide: "draft", step: "deleted-why", answer: hostile, outcome: "done" }],
    }),
  );
  const knowing = card.content.body.filter(({ type }) => type !== "RichTextBlock");
  expect(JSON.stringify([knowing, card.content["speak"], card.content["fallbackText"]])).not.toContain(
    "evil",
  );
  expect(shownBy(card).join("\n")).toContain(hostile.split("\n")[0]);
  expect(faultsOf(card.content)).toEqual([]);
});

test.each([
  [{ type: "TextBlock", text: "Hello", colour: "good" }, 'not in the schema: card.body.0.colour = "good"'],
  [{ type: "TextBlock", text: "Hello", weight: "Heavy" }, 'not in the schema: card.body.0.weight = "Heavy"'],
  [{ type: "Input.Text", label: "Name" }, /unique id/i],
  [{ type: "Marquee", text: "Hello" }, /Marquee/],
])("what the schema does not have is found: %j", (element, fault) => {
  const faults = faultsOf({ type: "AdaptiveCard", version: "1.5", body: [element] });
  expect(faults).toContainEqual(expect.stringMatching(fault));
});
