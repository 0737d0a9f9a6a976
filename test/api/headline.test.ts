import { expect, test } from "vitest";
import { ticketTitle } from "../../src/api/schemas/ticket-title.ts";

const step = { guide: "weigh", outcome: "done" as const };

test("a headline has the reason that was given last, and none of other steps", () => {
  const trail = [
    { ...step, step: "reason", answer: "inactive" },
    { ...step, step: "reason", answer: "feedback" },
    { ...step, step: "check", answer: "unfair" },
  ];
  expect(ticketTitle({ summary: "Wants to close an Upwork account.", trail })).toEqual({
    reason: "feedback",
    asked: null,
  });
});

test("what was asked is one line of at most 90 characters without addresses", () => {
  const asked = `where is\nmy money? write to someone@mail.example, ${"please ".repeat(30)}`;
  const { asked: line } = ticketTitle({ summary: `Has a question.\nIn their words: “${asked}”`, trail: [] });
  expect(line).toMatch(/^where is my money\? write to \[…\], please .*please…$/);
  expect(line?.length).toBeLessThanOrEqual(90);
});
