import { NoSuchConversation } from "../errors.ts";
import { checkMoment, type LogEntry, Rating, Receipt } from "../records.ts";
import type { PendingTurn, Store, TurnClaim, TurnCommit, TurnStart } from "../store.ts";
import { type StoredTag, statesParameter, tellTags } from "./bot-state.ts";
import type { Database } from "./database.ts";
import {
  conflictOf,
  type EntryRow,
  entriesFrom,
  entryOf,
  fromColumn,
  idColumn,
  keyColumn,
  outboxParameter,
  rowsFrom,
  saysParameter,
  type TurnStartRow,
  ticketsParameter,
  toColumn,
  turnStartOf,
} from "./rows.ts";
import type { StoreEvents } from "./store-events.ts";

const shown = 200;

/** Parks a turn. */
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

type Received =
  | { kind: "unknown" }
  | { kind: "duplicate"; entry: EntryRow }
  | { kind: "taken"; seq: number; turn: TurnStartRow | null; entry: EntryRow | null };

/** Appends the entry and claims the turn if it is free, in the turn's first round trip. */
export async function receive(
  database: Database,
  news: StoreEvents,
  conversationId: string,
  { activity, keys, at, needsTurn, audience = "everyone", claim }: Parameters<Store["receive"]>[1],
): Promise<{ entry: LogEntry; duplicate: boolean }> {
  const given = {
    ...saysParameter(at, [{ activity, audience, needsTurn }]),
    keys: keys.map(keyColumn),
    ...claim,
  };
  const received = await database.value<Received>("receive", "select desk_receive($1, $2) as value", [
    idColumn(conversationId),
    JSON.stringify(given),
  ]);
  if (received.kind === "unknown") throw new NoSuchConversation(conversationId);
  if (received.kind === "duplicate") return { entry: entryOf(received.entry), duplicate: true };
  const { seq, turn, entry: waiting } = received;
  const rows = rowsFrom(seq, given);
  news.here({ said: { in: conversationId, rows }, answerComes: needsTurn });
  news.stored(
    conversationId,
    rows.map((row) => row.activity),
  );
  const entry: LogEntry = { seq, at, audience, activity };
  if (turn && claim) claim.begun(turnStartOf(turn, waiting ? entryOf(waiting) : entry, claim.by));
  return { entry, duplicate: false };
}

type TakenTurn = { kind: "busy" } | { kind: "none" } | { kind: "taken"; turn: TurnStartRow; entry: EntryRow };

export async function claimTurn(
  database: Database,
  conversationId: string,
  { by, leaseMs }: TurnClaim,
): Promise<TurnStart | "busy" | null> {
  const taken = await database.value<TakenTurn>("take_turn", "select desk_take_turn($1, $2, $3) as value", [
    idColumn(conversationId),
    by,
    leaseMs,
  ]);
  if (taken.kind === "busy") return "busy";
  return taken.kind === "none" ? null : turnStartOf(taken.turn, entryOf(taken.entry), by);
}

export async function keepTurn(
  database: Database,
  conversationId: string,
  { by, leaseMs }: TurnClaim,
): Promise<boolean> {
  const kept = await database.ask(
    "keep_turn",
    `update conversation set turn_until = clock_timestamp() + $3 * interval '1 ms'
     where id = $1 and turn_by = $2 returning id`,
    [idColumn(conversationId), by, leaseMs],
  );
  return kept.length > 0;
}

export async function dropTurn(database: Database, conversationId: string, by: string): Promise<void> {
  await database.ask(
    "drop_turn",
    "update conversation set turn_by = null, turn_until = null where id = $1 and turn_by = $2",
    [idColumn(conversationId), by],
  );
}

/** Returns pending turns, oldest first; "left": without a holder. */
export async function pendingTurns(database: Database, which: "all" | "left"): Promise<PendingTurn[]> {
  const rows = await database.ask<{ conversation: string; seq: number }>(
    "pending_turns",
    `select p.conversation, p.seq from pending_turn p join conversation c on c.id = p.conversation
     where $1 or c.turn_by is null or c.turn_until < clock_timestamp() order by p.position`,
    [which === "all"],
  );
  return rows.map(({ conversation, seq }) => ({ conversationId: fromColumn(conversation), seq }));
}

type Committed =
  | { kind: "unknown" }
  | { kind: "nothing" }
  | { kind: "done"; first: number; tags: StoredTag[] };

/** Commits a turn completely or not at all, in its second round trip. Throws NoSuchConversation or StateConflict. */
export async function commitTurn(
  database: Database,
  news: StoreEvents,
  turn: TurnCommit,
): Promise<LogEntry[]> {
  const { conversationId, answers, at, replies, by } = turn;
  const given = {
    answers,
    by,
    whileBotSpeaks: turn.whileBotSpeaks ?? false,
    ...saysParameter(at, replies),
    states: statesParameter(turn.state),
    tickets: ticketsParameter(conversationId, turn.tickets),
    receipts: turn.receipts.map((receipt) => recordParameter(Receipt.parse(receipt))),
    ratings: turn.ratings.map((rating) => recordParameter(Rating.parse(rating))),
    outbox: outboxParameter(turn.outbox),
  };
  const committed = await database
    .value<Committed>("commit", "select desk_commit($1, $2) as value", [
      idColumn(conversationId),
      JSON.stringify(given),
    ])
    .catch((error: unknown) => {
      throw conflictOf(error, turn.state);
    });
  if (committed.kind === "unknown") throw new NoSuchConversation(conversationId);
  if (committed.kind === "nothing") return [];
  tellTags(turn.state, committed.tags);
  news.here({
    said: { in: conversationId, rows: rowsFrom(committed.first, given) },
    tickets: turn.tickets,
    outbox: turn.outbox.length > 0,
  });
  news.stored(conversationId, [
    ...given.says.map(({ activity }) => activity),
    ...given.states.map(({ value }) => value),
    ...[...given.tickets, ...given.receipts, ...given.ratings, ...given.outbox].map(({ body }) => body),
  ]);
  return entriesFrom(committed.first, at, replies);
}

const recordParameter = (record: { id: string }) => ({
  id: toColumn(record.id),
  body: JSON.stringify(record),
});
