import { StateConflict } from "../errors.ts";
import { StoredText, type Tagged } from "../records.ts";
import type { AuditEnds, AuditName, AuditWrite, SessionWrite, StaffRead, StaffWrite } from "../staff.ts";
import type { Database } from "./database.ts";
import { fromColumn, idColumn, keyColumn, staffParameter } from "./rows.ts";

type Row = [body: string, tag: string];

interface StaffRow {
  revision: number;
  accounts: Row[];
  all: { ids: string[]; invitations: Row[]; links: Row[] } | null;
}

const toTagged = (rows: readonly Row[]): Tagged[] => rows.map(([body, tag]) => new StoredText(body, tag));

export async function readStaff(database: Database, revision: number | null): Promise<StaffRead> {
  const row = await database.value<StaffRow>("staff", "select desk_staff($1) as value", [revision]);
  return {
    revision: row.revision,
    accounts: toTagged(row.accounts),
    all: row.all && {
      ids: row.all.ids.map(fromColumn),
      invitations: toTagged(row.all.invitations),
      links: toTagged(row.all.links),
    },
  };
}

export async function changeStaff(
  database: Database,
  from: number,
  writes: readonly StaffWrite[],
): Promise<number> {
  const made = await database.value<string | null>(
    "change_staff",
    "select desk_change_staff($1, $2) as value",
    [from, staffParameter(writes)],
  );
  if (made === null) throw new StateConflict("staff");
  return Number(made);
}

export async function readAccount(database: Database, id: string): Promise<Tagged | undefined> {
  const [row] = await database.ask<{ body: string; tag: string }>(
    "account",
    "select body, revision::text as tag from account where id = $1",
    [idColumn(id)],
  );
  return row && new StoredText(row.body, row.tag);
}

export async function readSession(database: Database, key: string): Promise<Tagged | undefined> {
  const [row] = await database.ask<{ body: string; tag: string }>(
    "session",
    "select body, tag::text as tag from staff_session where key = $1",
    [keyColumn(key)],
  );
  return row && new StoredText(row.body, row.tag);
}

/** Reads a session with its account in one round trip. */
export async function sessionWithAccount(
  database: Database,
  key: string,
): Promise<{ session: Tagged; account: Tagged | undefined } | undefined> {
  const [row] = await database.ask<{ body: string; tag: string; account: string | null; revision: string }>(
    "session_account",
    `select s.body, s.tag::text as tag, a.body as account, a.revision::text as revision
     from staff_session s left join account a on a.id = s.account where s.key = $1`,
    [keyColumn(key)],
  );
  return (
    row && {
      session: new StoredText(row.body, row.tag),
      account: row.account === null ? undefined : new StoredText(row.account, row.revision),
    }
  );
}

export async function sessionsOf(database: Database, account: string): Promise<Map<string, Tagged>> {
  const rows = await database.ask<{ key: string; body: string; tag: string }>(
    "sessions_of",
    "select key, body, tag::text as tag from staff_session where account = $1 order by position",
    [idColumn(account)],
  );
  return new Map(rows.map(({ key, body, tag }) => [fromColumn(key), new StoredText(body, tag)]));
}

export async function openSessions(database: Database, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await database.ask<{ key: string }>(
    "open_sessions",
    "select key from staff_session where key = any($1)",
    [keys.map(keyColumn)],
  );
  return new Set(rows.map(({ key }) => fromColumn(key)));
}

export async function startSession(
  database: Database,
  { key, account, value }: SessionWrite,
  ends: readonly string[],
): Promise<void> {
  await database.ask(
    "start_session",
    `with ended as (delete from staff_session where key = any($4))
     insert into staff_session (key, account, body) values ($1, $2, $3)
     on conflict (key) do update set body = excluded.body, tag = nextval('state_tag')`,
    [keyColumn(key), idColumn(account), JSON.stringify(value), ends.map(keyColumn)],
  );
}

export async function changeSession(
  database: Database,
  { key, account, value }: SessionWrite,
  eTag: string,
): Promise<string> {
  const [row] = await database.ask<{ tag: string }>(
    "change_session",
    `update staff_session set body = $3, tag = nextval('state_tag')
     where key = $1 and account = $2 and tag::text = $4 returning tag::text as tag`,
    [keyColumn(key), idColumn(account), JSON.stringify(value), eTag],
  );
  if (row === undefined) throw new StateConflict(`session:${key}`);
  return row.tag;
}

export async function endSessions(database: Database, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await database.ask("end_sessions", "delete from staff_session where key = any($1)", [keys.map(keyColumn)]);
}

export async function readAuditEnds(database: Database, log: AuditName): Promise<AuditEnds | undefined> {
  const [row] = await database.ask<AuditEnds>(
    "audit_ends",
    "select first, last, before, hash from audit_log where name = $1",
    [log],
  );
  return row;
}

export async function readAuditLines(
  database: Database,
  log: AuditName,
  first: number,
  last: number,
): Promise<Map<number, Record<string, unknown>>> {
  if (last < first) return new Map();
  const rows = await database.ask<{ seq: number; body: string }>(
    "audit_lines",
    "select seq, body from audit_line where log = $1 and seq between $2 and $3 order by seq",
    [log, first, last],
  );
  return new Map(rows.map(({ seq, body }) => [seq, JSON.parse(body)]));
}

export async function writeAudit(
  database: Database,
  log: AuditName,
  { from, ends, lines }: AuditWrite,
): Promise<void> {
  const written = await database.value<boolean>(
    "write_audit",
    "select desk_write_audit($1, $2, $3, $4, $5) as value",
    [
      log,
      from?.first ?? null,
      from?.last ?? null,
      JSON.stringify(ends),
      JSON.stringify(lines.map(({ seq, value }) => ({ seq, body: JSON.stringify(value) }))),
    ],
  );
  if (!written) throw new StateConflict(`audit:${log}`);
}
