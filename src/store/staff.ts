import { z } from "zod";
import type { Tagged } from "./records.ts";

/** Kinds of record that say who works at the desk, or may come to. */
export const StaffKind = z.enum(["account", "invitation", "link"]);
export type StaffKind = z.infer<typeof StaffKind>;

/** A write of one of them; `value` null removes it. */
export interface StaffWrite {
  kind: StaffKind;
  id: string;
  value: Record<string, unknown> | null;
}

/** What changed since an earlier read. Each list is in the order in which its records were first written. */
export interface StaffRead {
  /** grows with each change */
  revision: number;
  /** the accounts that were written since */
  accounts: Tagged[];
  /** of all accounts that there are; null: nothing has changed */
  all: { ids: string[]; invitations: Tagged[]; links: Tagged[] } | null;
}

/** A session as it is kept: whose it is, under the hash of its token. */
export interface SessionWrite {
  key: string;
  account: string;
  value: Record<string, unknown>;
}

/** Logs that are kept line by line: what was done, and who read what. */
export const AuditName = z.enum(["audit", "readings"]);
export type AuditName = z.infer<typeof AuditName>;

/** Which lines an audit log has: `first` to `last`, and the hashes before the first and of the last. */
export const AuditEnds = z.object({
  first: z.number().int().positive(),
  last: z.number().int().nonnegative(),
  before: z.string(),
  hash: z.string(),
});
export type AuditEnds = z.infer<typeof AuditEnds>;

/** A change of an audit log: lines that follow its last one, or a later first line, before which all lines go. */
export interface AuditWrite {
  /** where the log ended when this was made; null: there was none */
  from: AuditEnds | null;
  ends: AuditEnds;
  lines: readonly { seq: number; value: Record<string, unknown> }[];
}

/** Where the desk keeps its staff, their sessions and its audit logs: each a record of its own. */
export interface StaffStore {
  /** Reads the staff records written after `revision`; null: all of them. */
  staff(revision: number | null): Promise<StaffRead>;
  /**
   * Writes all records or none, and returns the new revision. Throws StateConflict when anything was written after
   * `from`.
   */
  changeStaff(from: number, writes: readonly StaffWrite[]): Promise<number>;
  account(id: string): Promise<Tagged | undefined>;

  session(key: string): Promise<Tagged | undefined>;
  /** Reads a session and its account at once. */
  sessionWithAccount(key: string): Promise<{ session: Tagged; account: Tagged | undefined } | undefined>;
  /** Reads the sessions of an account by key, in the order in which they began. */
  sessionsOf(account: string): Promise<Map<string, Tagged>>;
  /** Returns which of these sessions exist, without reading their values. */
  openSessions(keys: readonly string[]): Promise<Set<string>>;
  /** Adds a session, and ends others in the same step. */
  startSession(session: SessionWrite, ends: readonly string[]): Promise<void>;
  /**
   * Changes a session that has this tag, and returns its new tag. Throws StateConflict when the tag differs or the
   * session is over.
   */
  changeSession(session: SessionWrite, eTag: string): Promise<string>;
  endSessions(keys: readonly string[]): Promise<void>;

  auditEnds(log: AuditName): Promise<AuditEnds | undefined>;
  /** Reads the existing lines from `first` to `last`, by their number. */
  auditLines(log: AuditName, first: number, last: number): Promise<Map<number, Record<string, unknown>>>;
  /** Writes all lines or none. Throws StateConflict when the ends of the log are not `from`. */
  writeAudit(log: AuditName, write: AuditWrite): Promise<void>;
}
