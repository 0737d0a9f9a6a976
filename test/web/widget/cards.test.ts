import { expect, test } from "vitest";
import { readCard } from "../../../src/web/shared/card.ts";
import { makeChecklists } from "../../../src/web/widget/frame/cards/checklists.ts";
import { readAdaptiveCard, submitValue } from "../../../src/web/widget/frame/cards/read-adaptive-card.ts";

test("a card of each kind is read", () => {
  const items = [{ id: "a", title: "A", state: "done" as const }];
  expect(readCard({ kind: "checklist", items })).toEqual({ kind: "checklist", items });
  expect(readCard({ kind: "steps", at: 1, of: 3, title: "One" })).toMatchObject({ at: 1, of: 3 });
  expect(readCard({ kind: "draft", text: "Dear" })).toEqual({ kind: "draft", text: "Dear" });
  expect(
    readCard({ kind: "ticket", number: 7, contact: { kind: "email", address: "a@b.example" } }),
  ).toMatchObject({
    number: 7,
    contact: "a@b.example",
  });
  expect(readCard({ kind: "csat", ticket: 7 })).toEqual({ kind: "csat", ticket: 7 });
});

test.each([
  null,
  "draft",
  { kind: "unknown" },
  { kind: "checklist", items: "none" },
  { kind: "checklist", items: [{ id: 1, title: "A" }] },
  { kind: "steps", at: "1", of: 3 },
  { kind: "steps", at: 1, of: 5_000_000 },
  { kind: "draft", text: 5 },
  { kind: "ticket", number: "7" },
  { kind: "csat" },
])("what is no card is none: %j", (value) => {
  expect(readCard(value)).toBeNull();
});

test("a state that nobody knows counts as not looked at", () => {
  expect(readCard({ kind: "checklist", items: [{ id: "a", title: "A", state: "<b>" }] })).toMatchObject({
    items: [{ state: "todo" }],
  });
});

test("earlier checklists are ticked by later ones, and only the first stands in full", () => {
  const lists = makeChecklists();
  const before = [{ id: "a", title: "A", state: "todo" as const }];
  lists.learn("m1", before);
  lists.learn("m2", [{ id: "a", title: "A", state: "done" }]);
  expect(lists.asOfNow(before)).toEqual([{ id: "a", title: "A", state: "done" }]);
  expect([lists.isFirst("m1", before), lists.isFirst("m2", before)]).toEqual([true, false]);
});

test("an adaptive card is read top down, without images and without addresses that are not of the web", () => {
  const parts = readAdaptiveCard({
    body: [
      { type: "TextBlock", text: "Hello" },
      { type: "Image", url: "https://evil.example/i.png" },
      { type: "Container", items: [{ type: "FactSet", facts: [{ title: "Since", value: "Monday" }] }] },
      { type: "Input.Text", id: "name" },
    ],
    actions: [
      { type: "Action.OpenUrl", title: "bad", url: "javascript:alert(1)" },
      { type: "Action.OpenUrl", title: "good", url: "https://example.com" },
      { type: "Action.Submit", title: "Send", data: { choice: "x" } },
    ],
  });
  expect(parts.map((part) => part.kind)).toEqual(["text", "fact", "field", "link", "submit"]);
});

test("a card that nests without end is cut", () => {
  let card: { items: unknown[] } = { items: [] };
  for (let depth = 0; depth < 5000; depth++) card = { items: [card] };
  expect(readAdaptiveCard(card)).toEqual([]);
});

test("fields go with the button's value, and nothing else changes it", () => {
  const value = { version: "1", choice: "x" };
  expect(submitValue(value, {})).toBe(value);
  expect(submitValue(value, { name: "N" })).toEqual({ ...value, fields: { name: "N" } });
});
