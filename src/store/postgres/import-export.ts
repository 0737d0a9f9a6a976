import type { ConversationPiece, Piece, PortableStore } from "../copy-store.ts";
import type { StoreLog } from "../store.ts";
import { isOpen, ticketSpeaker } from "../ticket.ts";
import { stateColumns } from "./bot-state.ts";
import { allConversationIds, allTickets, ticketsOf } from "./conversations.ts";
import { Database, migrate } from "./database.ts";
import { outboxTroubles, unsent } from "./outbox.ts";
import {
  type ConversationRow,
  conversationOf,
  type EntryRow,
  entryOf,
  fromColumn,
  idColumn,
  keyColumn,
  outboxParameter,
  saysParameter,
  ticketsParameter,
  toColumn,
} from "./rows.ts";
import { putStaff, staffPieces } from "./staff-pieces.ts";
import { parkedTurns } from "./turns.ts";

/** Adds a piece of another store, unless it is there already. */
async function importRecord(database: Database, piece: Piece): Promise<void> {
  switch (piece.kind) {
    case "state": {
      const { home, key, name } = stateColumns(piece.key);
      await database.ask(
        "put_state",
        "insert into bot_state (home, key, name, value) values ($1, $2, $3, $4) on conflict do nothing",
        [home, key, name, piece.value],
      );
      return;
    }
    case "staff":
    case "session":
    case "audit-line":
    case "audit-ends":
      return putStaff(database, piece);
    case "ticket": {
      const { conversationId } = piece.ticket;
      await database.ask(
        "put_ticket",
        `insert into ticket (conversation, number, revision, open, body)
         select $1, number, revision, open, body
         from json_to_recordset($2) as x (number integer, revision integer, open boolean, body text)
         on conflict do nothing`,
        [idColumn(conversationId), JSON.stringify(ticketsParameter(conversationId, [piece.ticket]))],
      );
      await database.ask("raise_number", "select desk_raise_ticket_number()");
      return;
    }
    case "talk":
      return putConversation(database, piece);
    case "parked":
      await database.ask(
        "put_parked",
        `insert into parked_turn (conversation, seq, reason, at) values ($1, $2, $3, $4) on conflict do nothing`,
        [idColumn(piece.conversationId), piece.seq, toColumn(piece.reason), piece.at],
      );
      return;
    case "unsent":
      await database.ask("put_unsent", "select desk_send($1, $2)", [
        idColumn(piece.entry.conversationId),
        JSON.stringify(outboxParameter([piece.entry])),
      ]);
      return;
    case "trouble": {
      const { id, conversationId, entryKind, kind, reason, at } = piece.trouble;
      await database.ask(
        "put_trouble",
        `insert into outbox (conversation, id, kind, lane, body, fate, reason, at)
         values ($1, $2, $3, '', 'null', $4, $5, $6) on conflict do nothing`,
        [idColumn(conversationId), toColumn(id), toColumn(entryKind), kind, toColumn(reason), at],
      );
      return;
    }
    default:
      return piece satisfies never;
  }
}

async function putConversation(database: Database, conversation: ConversationPiece): Promise<void> {
  const { start } = conversation;
  const open = start === null ? undefined : (await ticketsOf(database, conversation.id)).find(isOpen);
  const speaker = open === undefined ? null : ticketSpeaker(open);
  const given = {
    erased: start === null,
    channel: toColumn(start?.channel ?? ""),
    userId: toColumn(start?.userId ?? ""),
    locale: toColumn(start?.locale ?? ""),
    startedAt: start?.startedAt ?? "",
    ticket: open?.number,
    agent: speaker === null ? null : toColumn(speaker),
    entries: conversation.entries.map(({ seq, at, audience, activity }) => ({
      ...saysParameter(at, [{ audience, activity }]).says[0],
      seq,
      at,
    })),
    keys: conversation.keys.map(([key, seq]) => ({ key: keyColumn(key), seq })),
    states: conversation.states.map(([key, value]) => ({ ...stateColumns(key), value })),
    elsewhere: conversation.elsewhere.map(stateColumns),
    receipts: conversation.receipts.map((receipt) => ({
      id: toColumn(receipt.id),
      body: JSON.stringify(receipt),
    })),
    ratings: conversation.ratings.map((rating) => ({
      id: toColumn(rating.id),
      body: JSON.stringify(rating),
    })),
    pending: conversation.pending,
  };
  await database.ask("put_talk", "select desk_put_talk($1, $2)", [
    idColumn(conversation.id),
    JSON.stringify(given),
  ]);
}

/** Opens the store in the database at `url` in pieces, brought up to this version first. */
export async function openPortable(url: string, log: StoreLog): Promise<PortableStore> {
  await migrate(url);
  const database = new Database(url, 4, log);
  return {
    pieces: () => pieces(database),
    put: (piece) => importRecord(database, piece),
    close: () => database.close(),
  };
}

async function* pieces(database: Database): AsyncGenerator<Piece> {
  const states = await database.ask<{ name: string; value: string }>(
    "lone_states",
    "select name, value from bot_state s where not exists (select from conversation where id = s.home)",
  );
  for (const { name, value } of states) yield { kind: "state", key: fromColumn(name), value };
  yield* staffPieces(database);
  for await (const ticket of allTickets(database)) yield { kind: "ticket", ticket };
  for await (const id of allConversationIds(database))
    yield conversationPiece(await rowOfConversation(database, id));
  for (const parked of await parkedTurns(database)) yield { kind: "parked", ...parked };
  for (const entry of await unsent(database)) yield { kind: "unsent", entry };
  for (const trouble of await outboxTroubles(database)) yield { kind: "trouble", trouble };
}

interface PortableConversationRow {
  conversation: ConversationRow;
  entries: EntryRow[];
  keys: [string, number][];
  states: [string, string][];
  elsewhere: string[];
  receipts: string[];
  ratings: string[];
  pending: number[];
}

const rowOfConversation = (database: Database, column: string): Promise<PortableConversationRow> =>
  database.value<PortableConversationRow>("talk", "select desk_talk($1) as value", [column]);

function conversationPiece(row: PortableConversationRow): ConversationPiece {
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
