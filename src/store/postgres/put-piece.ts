import type { Piece, TalkPiece } from "../copy/piece.ts";
import { isOpen, speakerOf } from "../ticket.ts";
import { idColumn, keyColumn, toColumn } from "./column.ts";
import type { Database } from "./database.ts";
import { outboxParameter, saysParameter, ticketsParameter } from "./says.ts";
import { stateColumns } from "./states.ts";
import { ticketsOf } from "./tickets.ts";

/** Adds a piece of another store, unless it is there already. */
export async function putPiece(database: Database, piece: Piece): Promise<void> {
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
      return putTalk(database, piece);
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

async function putTalk(database: Database, talk: TalkPiece): Promise<void> {
  const { start } = talk;
  const open = start === null ? undefined : (await ticketsOf(database, talk.id)).find(isOpen);
  const speaker = open === undefined ? null : speakerOf(open);
  const given = {
    erased: start === null,
    channel: toColumn(start?.channel ?? ""),
    userId: toColumn(start?.userId ?? ""),
    locale: toColumn(start?.locale ?? ""),
    startedAt: start?.startedAt ?? "",
    ticket: open?.number,
    agent: speaker === null ? null : toColumn(speaker),
    entries: talk.entries.map(({ seq, at, audience, activity }) => ({
      ...saysParameter(at, [{ audience, activity }]).says[0],
      seq,
      at,
    })),
    keys: talk.keys.map(([key, seq]) => ({ key: keyColumn(key), seq })),
    states: talk.states.map(([key, value]) => ({ ...stateColumns(key), value })),
    elsewhere: talk.elsewhere.map(stateColumns),
    receipts: talk.receipts.map((receipt) => ({ id: toColumn(receipt.id), body: JSON.stringify(receipt) })),
    ratings: talk.ratings.map((rating) => ({ id: toColumn(rating.id), body: JSON.stringify(rating) })),
    pending: talk.pending,
  };
  await database.ask("put_talk", "select desk_put_talk($1, $2)", [idColumn(talk.id), JSON.stringify(given)]);
}
