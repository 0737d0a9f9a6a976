import { expect, test } from "vitest";
import { Arrived } from "../../../../src/channels/connector/arrived.ts";
import { inPlace, readPressed } from "../../../../src/channels/connector/cards/pressed.ts";
import { activityFrom } from "../teams-message.ts";

const value = { version: "v1", step: "checklist.contracts", nonce: "abc", choice: "done" };

const arrived = (more: Record<string, unknown>): Arrived =>
  Arrived.parse(
    activityFrom("https://smba.trafficmanager.net/emea/", "tenant", { text: undefined, ...more }),
  );

const execute = (action: unknown): Arrived =>
  arrived({ type: "invoke", name: "adaptiveCard/action", value: { action, trigger: "manual" } });

test.each<[string, Arrived, ReturnType<typeof readPressed>]>([
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
])("%s is read", (_, activity, pressed) => expect(readPressed(activity)).toEqual(pressed));

const reply = (kind: string, step: string) => ({
  type: "message",
  channelData: { card: { kind }, guide: { step } },
});

test.each<[string, string, boolean]>([
  ["checklist", "checklist.payments", true],
  ["steps", "checklist.payments", true],
  ["ticket", "checklist.payments", false],
  ["checklist", "weigh.decision", false],
])("a reply with the card %s at %s replaces the pressed card: %s", (kind, step, replaces) =>
  expect(inPlace({ value }, reply(kind, step))).toBe(replaces),
);

test("words without a card, and values that are no button's, replace nothing", () => {
  expect(inPlace({ value }, { type: "message", text: "hello" })).toBe(false);
  expect(inPlace({ value: "done" }, reply("checklist", "checklist.payments"))).toBe(false);
});
