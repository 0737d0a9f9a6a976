import { type Conversation, ConversationStart } from "../records.ts";
import type { TicketMove, TicketMoved } from "../store.ts";
import { redactTicket, Ticket } from "../ticket.ts";
import type { Database } from "./database.ts";
import {
  type ConversationRow,
  conflictOf,
  conversationOf,
  type EntryRow,
  entriesFrom,
  entryOf,
  idColumn,
  keyColumn,
  outboxParameter,
  rowsFrom,
  saysParameter,
  ticketsParameter,
  toColumn,
} from "./rows.ts";
import type { StoreEvents } from "./store-events.ts";

const ticketPageLength = 200;

interface TicketRow {
  body: string;
}

const ticketOf = ({ body }: TicketRow): Ticket => Ticket.parse(JSON.parse(body));

/** Returns a number from the sequence; unused ones are lost. */
export const reserveTicketNumber = async (database: Database): Promise<number> =>
  Number(await database.value("ticket_number", "select nextval('ticket_number') as value"));

export async function readTicket(database: Database, number: number): Promise<Ticket | undefined> {
  const [row] = await database.ask<TicketRow>("ticket", "select body from ticket where number = $1", [
    number,
  ]);
  return row && ticketOf(row);
}

export async function* allTickets(database: Database): AsyncGenerator<Ticket> {
  for (let last = 0; ; ) {
    const rows: TicketRow[] = await database.ask<TicketRow>(
      "tickets",
      "select body from ticket where number > $1 order by number limit $2",
      [last, ticketPageLength],
    );
    const tickets = rows.map(ticketOf);
    yield* tickets;
    const newest = tickets.at(-1);
    if (newest === undefined) return;
    last = newest.number;
  }
}

export async function openTickets(database: Database): Promise<Ticket[]> {
  const rows = await database.ask<TicketRow>(
    "open_tickets",
    "select body from ticket where open order by number",
  );
  return rows.map(ticketOf);
}

export async function newestTickets(
  database: Database,
  { before = 2 ** 31 - 1, limit }: { before?: number; limit: number },
): Promise<Ticket[]> {
  const rows = await database.ask<TicketRow>(
    "newest_tickets",
    "select body from ticket where number < $1 order by number desc limit $2",
    [Math.min(before, 2 ** 31 - 1), limit],
  );
  return rows.map(ticketOf);
}

export async function ticketsOf(database: Database, conversationId: string): Promise<Ticket[]> {
  const rows = await database.ask<TicketRow>(
    "tickets_of",
    "select body from ticket where conversation = $1 order by number",
    [idColumn(conversationId)],
  );
  return rows.map(ticketOf);
}

type Moved =
  | { kind: "duplicate"; entry: EntryRow }
  | { kind: "stale"; ticket: string | null }
  | { kind: "moved"; first: number | null };

/** Stores a transition and its messages, if the ticket is at revision `from`. */
export async function moveTicket(
  database: Database,
  news: StoreEvents,
  move: TicketMove,
): Promise<TicketMoved> {
  const { ticket, from, at, keys, says, outbox } = move;
  const { number, revision, conversationId } = ticket;
  if (revision !== from + 1)
    throw new RangeError(`ticket ${number} moves from revision ${from} to ${revision}`);
  const given = {
    from,
    keys: keys.map(keyColumn),
    ...saysParameter(at, says),
    tickets: ticketsParameter(conversationId, [ticket]),
    outbox: outboxParameter(outbox),
  };
  const moved = await database
    .value<Moved>("move_ticket", "select desk_move_ticket($1, $2) as value", [
      idColumn(conversationId),
      JSON.stringify(given),
    ])
    .catch((error: unknown) => {
      throw conflictOf(error, []);
    });
  if (moved.kind === "duplicate") return { duplicate: entryOf(moved.entry) };
  if (moved.kind === "stale")
    return { stale: moved.ticket === null ? undefined : ticketOf({ body: moved.ticket }) };
  const rows = moved.first === null ? [] : rowsFrom(moved.first, given);
  news.here({ said: { in: conversationId, rows }, tickets: [ticket], outbox: outbox.length > 0 });
  news.stored(conversationId, [
    ...given.says.map(({ activity }) => activity),
    ...[...given.tickets, ...given.outbox].map(({ body }) => body),
  ]);
  return { moved: moved.first === null ? [] : entriesFrom(moved.first, at, says) };
}

/** Erases a conversation, and redacts its tickets; the id stays reserved. */
export async function eraseConversation(database: Database, news: StoreEvents, id: string): Promise<void> {
  for (;;) {
    const tickets = (await ticketsOf(database, id)).map(redactTicket);
    const given = JSON.stringify({ tickets: ticketsParameter(id, tickets) });
    const erased = await database.value<boolean>("erase", "select desk_erase($1, $2) as value", [
      idColumn(id),
      given,
    ]);
    if (!erased) continue;
    news.recent.forget(id);
    return news.here({ tickets });
  }
}

const pageLength = 200;

/** Creates the conversation unless it exists. */
export async function openConversation(
  database: Database,
  start: ConversationStart,
): Promise<{ conversation: Conversation; created: boolean } | "erased"> {
  const { id, channel, userId, locale, startedAt } = ConversationStart.parse(start);
  const given = {
    channel: toColumn(channel),
    userId: toColumn(userId),
    locale: toColumn(locale),
    startedAt,
  };
  const opened = await database.value<
    { kind: "erased" } | { kind: "created" | "known"; conversation: ConversationRow }
  >("open", "select desk_open($1, $2) as value", [idColumn(id), JSON.stringify(given)]);
  if (opened.kind === "erased") return "erased";
  return { conversation: conversationOf(opened.conversation), created: opened.kind === "created" };
}

export async function readConversation(
  database: Database,
  id: string,
): Promise<Conversation | "erased" | undefined> {
  const [row] = await database.ask<ConversationRow>(
    "conversation",
    "select * from conversation where id = $1",
    [idColumn(id)],
  );
  if (row?.erased) return "erased";
  return row && conversationOf(row);
}

/** Yields all conversations that are not erased, by id. */
export async function* allConversations(database: Database, after?: string): AsyncGenerator<Conversation> {
  for (let last = after === undefined ? "" : idColumn(after); ; ) {
    const rows: ConversationRow[] = await database.ask<ConversationRow>(
      "conversations",
      "select * from conversation where id > $1 and not erased order by id limit $2",
      [last, pageLength],
    );
    yield* rows.map(conversationOf);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    last = newest.id;
  }
}

/** Yields the id columns of all conversations, including erased ones. */
export async function* allConversationIds(database: Database): AsyncGenerator<string> {
  for (let last = ""; ; ) {
    const rows: { id: string }[] = await database.ask<{ id: string }>(
      "conversation_ids",
      "select id from conversation where id > $1 order by id limit $2",
      [last, pageLength],
    );
    yield* rows.map(({ id }) => id);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    last = newest.id;
  }
}
