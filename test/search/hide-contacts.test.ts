import { expect, test } from "vitest";
import { redactContactsIn } from "../../src/redaction/redact.ts";

test.each([
  ["write to some.one+tag@mail.example.org, please", "write to […], please"],
  ["käthe@example.com, kim@müller.example", "[…], […]"],
  ["kim.o'brien@example.co.uk.", "[…]."],
  ["a@b.example and c@d.example", "[…] and […]"],
  ["+351 912 345 678", "[…]"],
  ["call (0)20 7946 0958 today", "call […] today"],
  ["0049-30-1234567.", "[…]."],
  ["555 123 4567 or 5551234567", "[…] or […]"],
])("hides what is in %j", (text, hidden) => {
  expect(redactContactsIn(text)).toBe(hidden);
});

test.each([
  "XD-1042",
  "it cost 1,200.50",
  "on 2026-03-01 at 12:00",
  "10 to 20 percent",
  "@name",
  "a@b",
  "v1.2.3",
])("leaves %j as it is", (text) => {
  expect(redactContactsIn(text)).toBe(text);
});

test("takes no time over what was made to be slow", () => {
  const before = process.cpuUsage();
  for (const text of [
    "a".repeat(4000),
    "1 ".repeat(2000),
    `${"a.".repeat(2000)}@`,
    `a@${"b-".repeat(2000)}`,
    "+".repeat(4000),
  ])
    redactContactsIn(text);
  const { user } = process.cpuUsage(before);
  expect(user / 1000).toBeLessThan(1000);
});
