import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { z } from "zod";
import { ConversationState } from "../../dialogs/state.ts";
import { Invitation, Person } from "../../src/accounts/account.ts";
import { StoredSession } from "../../src/accounts/session.ts";
import { AuditEntry } from "../../src/audit/audit-entry.ts";
import { Grant } from "../../src/directline/grants/grant.ts";
import { Hold } from "../../src/privacy/eraser.ts";
import { Conversation, LogEntry, OutboxEntry, Rating, Receipt } from "../../src/store/records.ts";
import { redactTicket, Ticket } from "../../src/store/ticket.ts";
import { Reference } from "../../src/teams/references.ts";
import { Thread } from "../../src/teams/support-channel/channels.ts";
import { BegunSend } from "../../src/teams/support-channel/thread-sender.ts";
import { loadSettings } from "../../src/tickets/settings.ts";
import { noon, resolved, ticket } from "../store/material.ts";

const text = readFileSync("docs/privacy.md", "utf8");

/** The cells of the first table under a heading. */
function rowsUnder(heading: string): string[][] {
  const part = text.split(`\n${heading}\n`)[1]?.split(/\n#/)[0] ?? "";
  return part
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const schemas: Record<string, z.ZodObject> = {
  Ticket,
  Conversation,
  LogEntry,
  Receipt,
  Rating,
  OutboxEntry,
  Reference,
  BegunSend,
  ConversationState,
  Person,
  Invitation,
  StoredSession,
  Hold,
  Grant,
  Thread,
  AuditEntry,
};

test.each(Object.entries(schemas))(
  "docs/privacy.md explains each field of %s and no other",
  (name, schema) => {
    const told = rowsUnder(`### ${name}`).map(([field = ""]) => field.replaceAll("`", ""));
    expect(told.sort()).toEqual(Object.keys(schema.shape).sort());
  },
);

test("docs/privacy.md names the days that data/desk.json sets", () => {
  const told = rowsUnder("## For how long").map(([, setting = "", days]) => [
    setting.replaceAll("`", ""),
    Number(days),
  ]);
  expect(Object.fromEntries(told)).toEqual(loadSettings("data/desk.json").retention);
});

test("what docs/privacy.md says stays of an erased ticket stays, and the rest is blanked", () => {
  const full = ticket(1001, "a", {
    state: { ...resolved, outcome: "planted" },
    distress: "crisis",
    tags: ["planted"],
    network: "planted",
    receipts: ["planted"],
    csat: { score: 2, comment: "planted", at: noon },
    audit: [{ at: noon, who: { kind: "agent", id: "a1" }, what: "resolved", about: { outcome: "planted" } }],
  });
  const told = ticket(1002, "b", {
    distress: "crisis",
    place: { guide: "distress", step: "care", version: "0123abcd" },
    trail: [{ guide: "distress", step: "care", answer: "person", outcome: "done" }],
    audit: [{ at: noon, who: { kind: "person" }, what: "distress-noted", about: {} }],
  });
  expect(JSON.stringify({ ...redactTicket(told), distress: undefined })).not.toMatch(/distress|crisis/);
  const left: Record<string, unknown> = { ...redactTicket(full), revision: full.revision };
  for (const [field = "", , after] of rowsUnder("### Ticket")) {
    const name = field.replaceAll("`", "") as keyof Ticket;
    if (after === "stays") expect(left[name], name).toEqual(full[name]);
    else expect(left[name], name).not.toEqual(full[name]);
  }
  expect(JSON.stringify(left)).not.toContain("planted");
});
