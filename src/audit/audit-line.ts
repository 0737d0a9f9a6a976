import { createHash } from "node:crypto";
import { z } from "zod";

/** Everything that leaves a line in the audit log. */
export const Deed = z.enum([
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
export type Deed = z.infer<typeof Deed>;

/** Who did it: one of the desk's people, the person of a talk, whoever has the desk's machine, or the desk by itself. */
export const Doer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("agent"), id: z.string() }),
  z.object({ kind: z.literal("person") }),
  z.object({ kind: z.literal("operator") }),
  z.object({ kind: z.literal("desk") }),
]);
export type Doer = z.infer<typeof Doer>;

/** What was done, by whom, from where. `about` holds ids, chosen values and counts, never words of a person. */
export const Done = z.object({
  who: Doer,
  /** a network address, or "Teams"; null: on the desk's own machine */
  from: z.string().nullable(),
  what: Deed,
  about: z.record(z.string(), z.string()),
});
export type Done = z.infer<typeof Done>;

/** A line of the audit log. `hash` covers the line and, through `before`, all lines before it. */
export const AuditLine = Done.extend({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  before: z.string(),
  hash: z.string(),
}).meta({ id: "AuditLine" });
export type AuditLine = z.infer<typeof AuditLine>;

/** What stands in `before` of the first line. */
export const beginning = "0".repeat(64);

const who = (doer: Doer): string[] => (doer.kind === "agent" ? [doer.kind, doer.id] : [doer.kind]);

/** The SHA-256 of what a line says, and of the hash before it, in hexadecimal. */
export function hashOf(line: Omit<AuditLine, "hash">): string {
  const about = Object.entries(line.about).sort(([a], [b]) => (a < b ? -1 : 1));
  const said = [line.seq, line.at, who(line.who), line.from, line.what, about, line.before];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}
