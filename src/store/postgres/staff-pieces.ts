import type { AuditPiece, StaffPiece } from "../copy-store.ts";
import { AuditName, type StaffKind } from "../staff.ts";
import type { Database } from "./database.ts";
import { fromColumn, idColumn, keyColumn, staffParameter } from "./rows.ts";
import { readAuditEnds } from "./staff.ts";

const tables: Record<StaffKind, string> = {
  account: "account",
  invitation: "invitation",
  link: "entry_link",
};

/** Adds a piece of another store's staff or audit logs, unless it is there already. */
export async function putStaff(database: Database, piece: StaffPiece | AuditPiece): Promise<void> {
  switch (piece.kind) {
    case "staff": {
      const { of, id, value } = piece;
      await database.ask(
        `put_${of}`,
        `select desk_change_staff(null, $2) where not exists (select from ${tables[of]} where id = $1)`,
        [idColumn(id), staffParameter([{ kind: of, id, value: JSON.parse(value) }])],
      );
      return;
    }
    case "session":
      await database.ask(
        "put_session",
        "insert into staff_session (key, account, body) values ($1, $2, $3) on conflict do nothing",
        [keyColumn(piece.key), idColumn(piece.account), piece.value],
      );
      return;
    case "audit-line":
      await database.ask(
        "put_audit_line",
        "insert into audit_line (log, seq, body) values ($1, $2, $3) on conflict do nothing",
        [piece.log, piece.seq, piece.line],
      );
      return;
    case "audit-ends": {
      const { first, last, before, hash } = piece.ends;
      await database.ask(
        "put_audit_ends",
        `insert into audit_log (name, first, last, before, hash) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [piece.log, first, last, before, hash],
      );
      return;
    }
    default:
      return piece satisfies never;
  }
}

/** lines of an audit log that are read at once */
const linesAtOnce = 1_000;

/** Yields the staff and their sessions in their order, then each audit log: its lines and its ends. */
export async function* staffPieces(database: Database): AsyncGenerator<StaffPiece | AuditPiece> {
  for (const of of ["account", "invitation", "link"] as const)
    for (const { id, body: value } of await database.ask<{ id: string; body: string }>(
      `all_${of}`,
      `select id, body from ${tables[of]} order by position`,
    ))
      yield { kind: "staff", of, id: fromColumn(id), value };
  for (const { key, account, body: value } of await database.ask<Record<"key" | "account" | "body", string>>(
    "all_sessions",
    "select key, account, body from staff_session order by position",
  ))
    yield { kind: "session", key: fromColumn(key), account: fromColumn(account), value };
  for (const log of AuditName.options) {
    const ends = await readAuditEnds(database, log);
    if (ends === undefined) continue;
    for (let from = ends.first; from <= ends.last; from += linesAtOnce) {
      const rows = await database.ask<{ seq: number; body: string }>(
        "audit_texts",
        "select seq, body from audit_line where log = $1 and seq >= $2 and seq < $3 and seq <= $4 order by seq",
        [log, from, from + linesAtOnce, ends.last],
      );
      for (const { seq, body: line } of rows) yield { kind: "audit-line", log, seq, line };
    }
    yield { kind: "audit-ends", log, ends };
  }
}
