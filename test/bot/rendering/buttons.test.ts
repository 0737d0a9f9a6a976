import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { offeredCommands } from "../../../dialogs/commands.ts";
import {
  buttonsUnder,
  choiceButton,
  commandButton,
  commandOf,
  commandOfButton,
  readButton,
  readPressedButton,
  suggest,
} from "../../../src/bot/rendering/buttons.ts";
import { anyJson, damaged, nearly } from "../../anything.ts";
import { words } from "../../dialogs/conversation.ts";

const button = { version: "v", step: "weigh.decision", nonce: "n", choice: "yes" };

test("a button's value is read, also as JSON text", () => {
  expect(readButton(button)).toEqual(button);
  expect(readButton(JSON.stringify(button))).toEqual(button);
});

describe("anything else is no button", () => {
  test.each([
    undefined,
    null,
    7,
    [],
    "yes",
    "{",
    "{}",
    { ...button, choice: 1 },
    { ...button, more: true },
    { ...button, choice: "x".repeat(129) },
    { version: "v", step: "s", nonce: "n" },
    JSON.stringify({ ...button, step: "x".repeat(2000) }),
  ])("%j", (value) => {
    expect(readButton(value)).toBeNull();
  });
});

test("any value is a button with its four short texts, or none", () => {
  const texts = damaged(fc.constant(JSON.stringify(button)));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(anyJson, nearly(button), texts), (value) => {
      const found = readButton(value);
      if (found === null) return;
      read++;
      expect(Object.keys(found).sort()).toEqual(Object.keys(button).sort());
      for (const text of Object.values(found)) expect(text.length).toBeLessThanOrEqual(128);
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(10);
});

const place = { version: "v", step: "weigh.decision", nonce: "n" };

test("the buttons of commands are told from those of answers", () => {
  const commands = offeredCommands(words, { hasMore: true, canGoBack: true, waits: false });
  const message = {
    type: "message",
    ...suggest([
      choiceButton({ id: "back", title: "Back" }, place),
      ...commands.map((one) => commandButton(one, place)),
    ]),
  };
  const under = buttonsUnder(message);
  expect(under?.answers.map(({ title }) => title)).toEqual(["Back"]);
  expect(under?.commands.map(commandOfButton)).toEqual([
    "more",
    "back",
    "help",
    "human",
    "copy",
    "restart",
    "cancel",
  ]);
  expect(buttonsUnder({ type: "message" })).toBeUndefined();
});

test("only the commands that stand as buttons can be clicked", () => {
  for (const id of ["command:erase", "command:", "command:constructor", "back", ""])
    expect(commandOf(id)).toBeNull();
});

test("a pressed button tells its command or its choice, whether it came as a value or as text", () => {
  const press = commandButton({ command: "help", title: "Help" }, place);
  expect(readPressedButton({ type: "message", value: press.value })?.command).toBe("help");
  expect(readPressedButton({ type: "message", text: JSON.stringify(button) })).toEqual({
    ...button,
    command: null,
  });
  expect(readPressedButton({ type: "message", text: "help" })).toBeNull();
});
