import { expect, test } from "vitest";
import { readButton } from "../../../src/bot/rendering/buttons.ts";
import type { Activity } from "../../../src/store/records.ts";
import { inPlace, readSubmittedCard, type SubmittedCard } from "../../../src/teams/cards/elements.ts";
import { IncomingActivity } from "../../../src/teams/incoming-activity.ts";
import { activityFrom } from "../teams-message.ts";

const value = { version: "v1", step: "checklist.contracts", nonce: "abc", choice: "done" };

/** What a button of our cards posts. */
const press = (on: string) => ({ press: value, title: "Done", on });

const arrived = (more: Record<string, unknown>): IncomingActivity =>
  IncomingActivity.parse(
    activityFrom("https://smba.trafficmanager.net/emea/", "tenant", { text: undefined, ...more }),
  );

const execute = (action: unknown): IncomingActivity =>
  arrived({ type: "invoke", name: "adaptiveCard/action", value: { action, trigger: "manual" } });

test.each<[string, IncomingActivity, ReturnType<typeof readSubmittedCard>]>([
  [
    "Action.Execute",
    execute({ type: "Action.Execute", title: "Done", data: value }),
    { value, title: "Done" },
  ],
  ["Action.Execute without a title", execute({ type: "Action.Execute", data: value }), { value }],
  ["Action.Submit", arrived({ value: { ...value, msteams: { type: "task/fetch" } } }), { value }],
  ["messageBack", arrived({ text: "Done", value }), { value, title: "Done" }],
  [
    "messageBack with text as its value",
    arrived({ text: "Done", value: "done" }),
    { value: "done", title: "Done" },
  ],
  ["plain words", arrived({ text: "Done" }), null],
  ["another invoke", arrived({ type: "invoke", name: "task/fetch", value: { data: value } }), null],
  ["an invoke without an action", execute(undefined), null],
])("%s is read", (_, activity, pressed) => expect(readSubmittedCard(activity)).toEqual(pressed));

test.each<[string, IncomingActivity]>([
  ["Action.Execute", execute({ type: "Action.Execute", verb: "answer", data: press("draft") })],
  ["Action.Submit", arrived({ value: press("draft") })],
])("a button of our cards is read from %s with its value, its title and its card", (_, activity) => {
  expect(readSubmittedCard(activity)).toEqual({ value, title: "Done", on: "draft" });
});

test("a draft that was changed on the card comes with the button's value", () => {
  const pressed = readSubmittedCard(arrived({ value: { ...press("draft"), draft: "One\r\nTwo" } }));
  expect(readButton(pressed?.value)).toEqual({ ...value, draft: "One\nTwo" });
});

const reply = (kind: string): Activity => ({ type: "message", channelData: { card: { kind } } });

test.each<[SubmittedCard["on"], string, boolean]>([
  ["checklist", "checklist", true],
  ["steps", "steps", true],
  ["draft", "draft", true],
  ["ticket", "ticket", true],
  ["steps", "checklist", false],
  ["checklist", "ticket", false],
  ["csat", "csat", false],
  [undefined, "steps", false],
])("pressed on the card %s, a reply with the card %s takes its place: %s", (on, kind, replaces) =>
  expect(inPlace({ value, ...(on ? { on } : {}) }, reply(kind))).toBe(replaces),
);

test("words without a card replace nothing", () => {
  expect(inPlace({ value, on: "steps" }, { type: "message", text: "hello" })).toBe(false);
});
