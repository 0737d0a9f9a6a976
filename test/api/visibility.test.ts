import { expect, test } from "vitest";
import { veiled } from "../../src/api/visibility.ts";
import { Ticket } from "../../src/store/ticket.ts";
import { ticket } from "../store/material.ts";

const whole = ticket(1001, "talk-1001", {
  userId: "planted user",
  state: {
    kind: "resolved",
    by: "agent-1",
    since: "2026-03-01T12:00:00.000Z",
    outcome: "planted outcome",
    onward: "done",
  },
  distress: "crisis",
  tags: ["planted tag"],
  goal: "planted goal",
  topic: "planted topic",
  accountType: "planted type",
  place: { guide: "planted guide", step: "planted step", version: "1" },
  trail: [{ guide: "leave", step: "reason", answer: "planted answer", outcome: "done" }],
  told: { version: "1", passages: ["planted passage"] },
  summary: "planted summary",
  contact: { kind: "email", address: "planted@example.com" },
  receipts: ["planted receipt"],
  csat: { score: 1, comment: "planted comment", at: "2026-03-01T12:00:00.000Z" },
  audit: [
    { at: "2026-03-01T12:00:00.000Z", who: { kind: "person" }, what: "opened", about: { a: "planted" } },
  ],
  network: "planted network",
});

test("T57: every field of the ticket's schema is decided on for readers without access", () => {
  expect(Object.keys(veiled(whole)).sort()).toEqual(Object.keys(Ticket.shape).sort());
});

test("T57: readers without access get nothing that the person said or that was written about them", () => {
  const shown = veiled({ ...whole, added: "planted later" } as Ticket);
  expect(JSON.stringify(shown)).not.toContain("planted");
  expect(shown).toMatchObject({ number: 1001, state: { kind: "resolved", by: "agent-1" }, distress: null });
});
