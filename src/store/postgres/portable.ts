import type { Piece, PortableStore, TalkPiece } from "../copy/piece.ts";
import type { StoreLog } from "../store-log.ts";
import { fromColumn } from "./column.ts";
import { allConversationIds } from "./conversations.ts";
import { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { outboxTroubles, unsent } from "./outbox.ts";
import { parkedTurns } from "./parked-turns.ts";
import { putPiece } from "./put-piece.ts";
import { type ConversationRow, conversationOf, type EntryRow, entryOf } from "./rows.ts";
import { allTickets } from "./tickets.ts";

/** Opens the store in the database at `url` in pieces, brought up to this version first. */
export async function openPortable(url: string, log: StoreLog): Promise<PortableStore> {
  await migrate(url);
  const database = new Database(url, 4, log);
  return {
    pieces: () => pieces(database),
    put: (piece) => putPiece(database, piece),
    close: () => database.close(),
  };
}

async function* pieces(database: Database): AsyncGenerator<Piece> {
  const states = await database.ask<{ name: string; value: string }>(
    "lone_states",
    "select name, value from bot_state s where not exists (select from conversation where id = s.home)",
  );
  for (const { name, value } of states) yield { kind: "state", key: fromColumn(name), value };
  for await (const ticket of allTickets(database)) yield { kind: "ticket", ticket };
  for await (const id of allConversationIds(database)) yield talkPiece(await talkOf(database, id));
  for (const parked of await parkedTurns(database)) yield { kind: "parked", ...parked };
  for (const entry of await unsent(database)) yield { kind: "unsent", entry };
  for (const trouble of await outboxTroubles(database)) yield { kind: "trouble", trouble };
}

interface TalkRow {
  conversation: ConversationRow;
  entries: EntryRow[];
  keys: [string, number][];
  states: [string, string][];
  elsewhere: string[];
  receipts: string[];
  ratings: string[];
  pending: number[];
}

const talkOf = (database: Database, column: string): Promise<TalkRow> =>
  database.value<TalkRow>("talk", "select desk_talk($1) as value", [column]);

function talkPiece(row: TalkRow): TalkPiece {
  const { lastSeq, ticket, agent, ...start } = conversationOf(row.conversation);
  return {
    kind: "talk",
    id: start.id,
    start: row.conversation.erased ? null : start,
    entries: row.entries.map(entryOf),
    keys: row.keys.map(([key, seq]) => [fromColumn(key), seq]),
    states: row.states.map(([name, value]) => [fromColumn(name), value]),
    elsewhere: row.elsewhere.map(fromColumn),
    receipts: row.receipts.map((body) => JSON.parse(body)),
    ratings: row.ratings.map((body) => JSON.parse(body)),
    pending: row.pending,
  };
}
