import type pg from "pg";
import { EarlierSessions, earlierKeys, endsOfEarlier, movedMark, staffOfEarlier } from "../earlier-staff.ts";
import { AuditName } from "../staff.ts";
import { fromColumn, idColumn, keyColumn, staffParameter, toColumn } from "./rows.ts";

/**
 * Moves what earlier versions kept in bot state into tables, all in the transaction of `client`. Processes of these
 * versions that still run wait for it, and find then that it has moved.
 */
export async function moveEarlierStaff(client: pg.Client): Promise<void> {
  const text = async (key: string): Promise<unknown> => {
    const column = keyColumn(key);
    const { rows } = await client.query<{ value: string }>(
      "select value from bot_state where home = $1 and key = $1",
      [column],
    );
    return rows[0] === undefined ? undefined : JSON.parse(rows[0].value);
  };
  const isThere = await client.query("select from bot_state where home = any($1) and value <> $2 limit 1", [
    [earlierKeys.people, ...AuditName.options.map(earlierKeys.ends)],
    JSON.stringify(movedMark()),
  ]);
  if (isThere.rowCount === 0) return;
  await client.query("lock table bot_state in share row exclusive mode");
  const people = await text(earlierKeys.people);
  const writes = people === undefined ? undefined : staffOfEarlier(people);
  if (writes !== undefined) {
    await client.query("select desk_change_staff(null, $1)", [staffParameter(writes)]);
    await moveSessions(client);
    await mark(client, earlierKeys.people);
  }
  for (const log of AuditName.options) {
    const value = await text(earlierKeys.ends(log));
    const ends = value === undefined ? undefined : endsOfEarlier(value);
    if (ends === undefined) continue;
    const lines = `^${earlierKeys.ends(log)}/[1-9][0-9]{0,8}$`;
    await client.query(
      `insert into audit_line (log, seq, body)
       select $1, substr(key, $2)::integer, value from bot_state where home = key and key ~ $3
       on conflict do nothing`,
      [log, earlierKeys.line(log, 0).length, lines],
    );
    await client.query("delete from audit_line where log = $1 and not seq between $2 and $3", [
      log,
      ends.first,
      ends.last,
    ]);
    await client.query(
      "insert into audit_log (name, first, last, before, hash) values ($1, $2, $3, $4, $5)",
      [log, ends.first, ends.last, ends.before, ends.hash],
    );
    await client.query("delete from bot_state where home = key and key ~ $1", [lines]);
    await mark(client, earlierKeys.ends(log));
  }
}

/** Moves the sessions that are on the lists of their accounts, in the order of these lists. */
async function moveSessions(client: pg.Client): Promise<void> {
  const below = async (start: string): Promise<Map<string, string>> => {
    const { rows } = await client.query<{ name: string; value: string }>(
      "delete from bot_state where home = key and starts_with(name, $1) returning name, value",
      [start],
    );
    return new Map(rows.map(({ name, value }) => [fromColumn(name).slice(start.length), value]));
  };
  const lists = await below(earlierKeys.sessionsOf(""));
  const sessions = await below(earlierKeys.session(""));
  for (const [account, list] of lists)
    for (const key of EarlierSessions.parse(JSON.parse(list)).keys) {
      const value = sessions.get(key);
      if (value === undefined) continue;
      await client.query(
        "insert into staff_session (key, account, body) values ($1, $2, $3) on conflict do nothing",
        [keyColumn(key), idColumn(account), value],
      );
    }
}

/** Leaves the mark that the value under a key has moved. */
async function mark(client: pg.Client, key: string): Promise<void> {
  await client.query(
    "update bot_state set value = $2, tag = nextval('state_tag') where home = $1 and key = $1",
    [toColumn(key), JSON.stringify(movedMark())],
  );
}
