import { z } from "zod";

/** Prefixes that make a spreadsheet treat a cell as a formula. */
const formula = /^[\s]*[=+\-@\t\r]/;

/** Quotes a CSV cell, and escapes formulas with an apostrophe. */
export const csvCell = (text: string): string =>
  `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const row = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** Exports the audit log as CSV (RFC 4180), oldest entry first. */
export async function auditCsv(lines: AsyncIterable<AuditEntry>): Promise<string> {
  let table = row(["seq", "at", "who", "agent", "from", "what", "about", "before", "hash"]);
  for await (const { seq, at, who, from, what, about, before, hash } of lines)
    table += row([
      String(seq),
      at,
      who.kind,
      who.kind === "agent" ? who.id : "",
      from ?? "",
      what,
      JSON.stringify(about),
      before,
      hash,
    ]);
  return table;
}

/** Audited actions. */
export const AuditAction = z.enum([
  "owner made",
  "joined",
  "signed in",
  "signed out everywhere",
  "session ended",
  "signed in again",
  "signed in by provider",
  "provider account linked",
  "provider account unlinked",
  "second factor set",
  "second factor removed",
  "password changed",
  "signed in by link",
  "signed in by Microsoft",
  "unknown Microsoft account",
  "support channel chosen",
  "support channel refused",
  "sign-in link made",
  "sign-in link ended",
  "invited",
  "invitation ended",
  "device ended",
  "key rotated",
  "agent changed",
  "ticket claimed",
  "ticket released",
  "ticket transferred",
  "ticket noted",
  "ticket resolved",
  "ticket priority set",
  "ticket tags set",
  "ticket address confirmed",
  "ticket let in",
  "network let in",
  "network closed",
  "network opened again",
  "person answered",
  "person exported",
  "person erased",
  "erasure refused",
  "person held",
  "person released",
  "retention run",
  "audit exported",
  "conversation read",
  "tickets searched",
  "person looked for",
  "unusual reading",
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** Actor: an agent, the person of a conversation, an operator on the machine, or the desk itself. */
export const AuditActor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("agent"), id: z.string() }),
  z.object({ kind: z.literal("person") }),
  z.object({ kind: z.literal("operator") }),
  z.object({ kind: z.literal("desk") }),
]);
export type AuditActor = z.infer<typeof AuditActor>;

/** An audited action. `about` holds ids, chosen values and counts, never texts of a person. */
export const AuditEvent = z.object({
  who: AuditActor,
  /** network address, or "Teams"; null: on the desk's machine */
  from: z.string().nullable(),
  what: AuditAction,
  about: z.record(z.string(), z.string()),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** An entry of the audit log. `hash` covers the entry and, through `before`, all earlier ones. */
export const AuditEntry = AuditEvent.extend({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  before: z.string(),
  hash: z.string(),
}).meta({ id: "AuditLine" });
export type AuditEntry = z.infer<typeof AuditEntry>;
