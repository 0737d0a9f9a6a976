import { z } from "zod";

/** Signs with which a spreadsheet takes a cell for a formula. */
const formula = /^[\s]*[=+\-@\t\r]/;

/** A cell that a spreadsheet shows as it is: quoted, and with an apostrophe before what it would calculate. */
export const csvCell = (text: string): string =>
  `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const row = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** The audit log as a table (RFC 4180), oldest line first. */
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

/** Everything that leaves a line in the audit log. */
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

/** Who did it: one of the desk's people, the person of a conversation, whoever has the desk's machine, or the desk by itself. */
export const AuditActor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("agent"), id: z.string() }),
  z.object({ kind: z.literal("person") }),
  z.object({ kind: z.literal("operator") }),
  z.object({ kind: z.literal("desk") }),
]);
export type AuditActor = z.infer<typeof AuditActor>;

/** What was done, by whom, from where. `about` holds ids, chosen values and counts, never words of a person. */
export const AuditEvent = z.object({
  who: AuditActor,
  /** a network address, or "Teams"; null: on the desk's own machine */
  from: z.string().nullable(),
  what: AuditAction,
  about: z.record(z.string(), z.string()),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** A line of the audit log. `hash` covers the line and, through `before`, all lines before it. */
export const AuditEntry = AuditEvent.extend({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  before: z.string(),
  hash: z.string(),
}).meta({ id: "AuditLine" });
export type AuditEntry = z.infer<typeof AuditEntry>;
