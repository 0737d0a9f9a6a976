import { expect, test } from "vitest";
import { JournalRecord } from "../../src/store/embedded/journal-operation.ts";
import { PendingWork, PendingWorkSnapshot } from "../../src/store/embedded/pending-work.ts";
import { ticketIn } from "../../src/store/embedded/tickets.ts";
import { noon } from "./material.ts";

/** A ticket as the version before the human desk wrote it. */
const older = {
  number: 1001,
  conversationId: "a",
  channel: "directline",
  openedAt: noon,
  state: { kind: "queued", since: noon },
  goal: "close the account",
  topic: null,
  accountType: null,
  place: null,
  trail: [{ guide: "close", step: "contracts", answer: null }],
  summary: "wants to leave",
  contact: { kind: "here" },
  consentAt: noon,
  transcript: { conversationId: "a", upTo: 3 },
  receipts: [],
};

test("a ticket of an older version has defaults for what came later", () => {
  expect(ticketIn(JSON.stringify(older))).toEqual({
    ...older,
    revision: 1,
    distress: null,
    userId: "",
    language: "en",
    priority: "normal",
    team: null,
    tags: [],
    trail: [{ ...older.trail[0], outcome: "done" }],
    told: { version: "", passages: [] },
    promise: null,
    firstClaimedAt: null,
    csat: null,
    audit: [],
    network: null,
  });
});

test("an agenda and a journal of an older version name no agent, so the bot speaks", () => {
  const pendingWork = new PendingWork(
    PendingWorkSnapshot.parse({
      lastTicket: 1001,
      openTickets: [1001],
      pending: [],
      parked: [],
      unsent: [],
      troubles: [],
    }),
  );
  expect(pendingWork.openAmong([1001])).toEqual({ ticket: 1001, agent: null });
  const { changes } = JournalRecord.parse({
    lsn: 7,
    changes: [{ do: "ticket", conversation: "b", number: 1002, open: true, ticket: older }],
  });
  for (const change of changes) pendingWork.apply(change);
  expect(pendingWork.openAmong([1002])).toEqual({ ticket: 1002, agent: null });
});
