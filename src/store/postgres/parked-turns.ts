import { checkMoment } from "../guard.ts";
import type { PendingTurn, Store } from "../port.ts";
import { fromColumn, idColumn, toColumn } from "./column.ts";
import type { Database } from "./database.ts";

const shown = 200;

/** Gives up on a turn. */
export async function parkTurn(
  database: Database,
  { conversationId, seq }: PendingTurn,
  reason: string,
  at: string,
): Promise<void> {
  checkMoment(at);
  await database.ask("park", "select desk_park($1, $2)", [
    idColumn(conversationId),
    JSON.stringify({ seq, reason: toColumn(reason), at }),
  ]);
}

export async function parkedTurns(database: Database): ReturnType<Store["parkedTurns"]> {
  const rows = await database.ask<{ conversation: string; seq: number; reason: string; at: string }>(
    "parked",
    `select * from (
       select conversation, seq, reason, at, position from parked_turn order by position desc limit $1
     ) newest order by position`,
    [shown],
  );
  return rows.map(({ conversation, seq, reason, at }) => ({
    conversationId: fromColumn(conversation),
    seq,
    reason: fromColumn(reason),
    at,
  }));
}
