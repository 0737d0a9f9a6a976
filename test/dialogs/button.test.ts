import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandChoices, commandOf, readButton } from "../../dialogs/button.ts";
import { anyJson, damaged, nearly } from "../anything.ts";
import { words } from "./conversation.ts";

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

test("only the commands that stand as buttons can be clicked", () => {
  const shown = commandChoices(words, { canGoBack: true, waits: false }).map(({ id }) => commandOf(id));
  expect(shown).toEqual(["back", "help", "human", "copy", "restart", "cancel"]);
  for (const id of ["command:erase", "command:", "command:constructor", "back", ""])
    expect(commandOf(id)).toBeNull();
});

test("back is a button only where there is something to take back", () => {
  expect(
    commandChoices(words, { canGoBack: false, waits: false }).map(({ id }) => commandOf(id)),
  ).not.toContain("back");
});
