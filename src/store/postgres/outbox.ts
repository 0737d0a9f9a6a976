import type { OutboxEntry } from "../records.ts";
import type { OutboxFate, OutboxTrouble } from "../store.ts";
import type { Database } from "./database.ts";
import { fromColumn, toColumn } from "./rows.ts";

const shownTroubles = 200;

interface OutboxRow {
  body: string;
}

const entryIn = ({ body }: OutboxRow): OutboxEntry => JSON.parse(body);

export async function unsent(database: Database): Promise<OutboxEntry[]> {
  const rows = await database.ask<OutboxRow>(
    "unsent",
    "select body from outbox where fate is null order by position",
  );
  return rows.map(entryIn);
}

/** Takes or renews free partitions, and returns their pending entries that are not in `known`. */
export async function takeUnsent(
  database: Database,
  { by, leaseMs, known = new Set() }: { by: string; leaseMs: number; known?: ReadonlySet<string> },
): Promise<OutboxEntry[]> {
  const lanes = await database.ask<{ lane: string }>(
    "take_lanes",
    `insert into outbox_lane as held (lane, taken_by, taken_until)
     select lane, $1, clock_timestamp() + $2 * interval '1 ms'
     from (select distinct lane from outbox where fate is null order by lane) waiting
     on conflict (lane) do update set taken_by = excluded.taken_by, taken_until = excluded.taken_until
     where held.taken_by = excluded.taken_by or held.taken_until < clock_timestamp()
     returning lane`,
    [by, leaseMs],
  );
  if (lanes.length === 0) return [];
  const rows = await database.ask<OutboxRow>(
    "unsent_of",
    "select body from outbox where fate is null and lane = any($1) and id <> all($2) order by position",
    [lanes.map(({ lane }) => lane), [...known].map(toColumn)],
  );
  return rows.map(entryIn);
}

export async function releaseLanes(database: Database, by: string): Promise<void> {
  await database.ask("release_lanes", "delete from outbox_lane where taken_by = $1", [by]);
}

export async function settleOutbox(database: Database, id: string, fate: OutboxFate): Promise<void> {
  if (fate.kind === "sent")
    await database.ask("sent", "delete from outbox where id = $1 and fate is null", [toColumn(id)]);
  else
    await database.ask(
      "not_sent",
      "update outbox set fate = $2, reason = $3, at = $4 where id = $1 and fate is null",
      [toColumn(id), fate.kind, toColumn(fate.reason), fate.at],
    );
}

interface TroubleRow {
  id: string;
  conversation: string;
  kind: string;
  fate: OutboxTrouble["kind"];
  reason: string;
  at: string;
}

export async function outboxTroubles(database: Database): Promise<OutboxTrouble[]> {
  const rows = await database.ask<TroubleRow>(
    "troubles",
    `select * from (
       select id, conversation, kind, fate, reason, at, position from outbox where fate is not null
       order by at desc, position desc limit $1
     ) newest order by at, position`,
    [shownTroubles],
  );
  return rows.map(({ id, conversation, kind, fate, reason, at }) => ({
    id: fromColumn(id),
    conversationId: fromColumn(conversation),
    entryKind: fromColumn(kind),
    kind: fate,
    reason: fromColumn(reason),
    at,
  }));
}
