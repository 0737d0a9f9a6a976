import { createHash } from "node:crypto";
import pg from "pg";
import { NoSuchConversation, StateConflict } from "../errors.ts";
import {
  type Activity,
  type Audience,
  type Conversation,
  checkActivity,
  checkMoment,
  conversationOfState,
  type LogEntry,
  type OutboxEntry,
  StoredText,
  type Tagged,
} from "../records.ts";
import type { StaffWrite } from "../staff.ts";
import type { StateWrite, TurnStart } from "../store.ts";
import { isOpen, Ticket, ticketSpeaker } from "../ticket.ts";

/** bytes; an index of the server takes about 2,700 */
const longestId = 2_000;
const longestKey = 400;

/** Encodes any text for a column: a NUL or half a surrogate pair as JSON escapes it. */
export const toColumn = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Decodes a text that `toColumn` encoded. */
export const fromColumn = (column: string): string => JSON.parse(`"${column}"`);

/** Encodes a conversation's id for a column. Throws RangeError when it is too long to be indexed. */
export function idColumn(id: string): string {
  const column = toColumn(id);
  if (column.length > longestId || Buffer.byteLength(column) > longestId)
    throw new RangeError(`the store takes ids of at most ${longestId} bytes`);
  return column;
}

/** Encodes a key of any length for an index; a long one by its SHA-256. */
export function keyColumn(key: string): string {
  const column = toColumn(key);
  if (column.length <= longestKey) return column;
  return `sha256:${createHash("sha256").update(column).digest("hex")}`;
}

interface Say {
  audience: Audience;
  activity: Activity;
  needsTurn?: boolean;
}

/** What is said, as the desk_ functions take it. */
interface SaidParameter {
  audience: Audience;
  activity: string;
  needsTurn: boolean;
}

/** Encodes messages for the desk_ functions. Throws for a moment or an activity that could not be read back. */
export function saysParameter(at: string, says: readonly Say[]): { at: string; says: SaidParameter[] } {
  checkMoment(at);
  return {
    at,
    says: says.map(({ audience, activity, needsTurn = false }) => {
      checkActivity(activity);
      return { audience, activity: JSON.stringify(activity), needsTurn };
    }),
  };
}

/** Returns the log entries of stored messages, numbered from `first`. */
export const entriesFrom = (first: number, at: string, says: readonly Say[]): LogEntry[] =>
  says.map(({ audience, activity }, index) => ({ seq: first + index, at, audience, activity }));

/** Returns the rows of stored messages, numbered from `first`. */
export const rowsFrom = (first: number, { at, says }: ReturnType<typeof saysParameter>): EntryRow[] =>
  says.map(({ audience, activity }, index) => ({ seq: first + index, at, audience, activity }));

/**
 * Encodes tickets for the desk_ functions. Throws for one that could not be read back, or is another conversation's.
 */
export const ticketsParameter = (conversationId: string, tickets: readonly Ticket[]): { body: string }[] =>
  tickets.map((given) => {
    const ticket = Ticket.parse(given);
    if (ticket.conversationId !== conversationId)
      throw new RangeError(`ticket ${ticket.number} belongs to another conversation`);
    const agent = ticketSpeaker(ticket);
    return {
      number: ticket.number,
      revision: ticket.revision,
      open: isOpen(ticket),
      agent: agent === null ? null : toColumn(agent),
      body: JSON.stringify(ticket),
    };
  });

/** Encodes outbox entries for the desk_ functions. */
export const outboxParameter = (outbox: readonly OutboxEntry[]): { body: string }[] =>
  outbox.map((entry) => ({
    id: toColumn(entry.id),
    kind: toColumn(entry.kind),
    lane: toColumn(entry.lane),
    body: JSON.stringify(entry),
  }));

/** Records of the staff as desk_change_staff takes them. */
export const staffParameter = (writes: readonly StaffWrite[]): string =>
  JSON.stringify(
    writes.map(({ kind, id, value }) => ({
      kind,
      id: idColumn(id),
      body: value === null ? null : JSON.stringify(value),
    })),
  );

/** Maps an error that a desk_ function raised to that of the store port; returns any other error as it is. */
export function conflictOf(error: unknown, writes: readonly StateWrite[]): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const key = error.detail === undefined ? undefined : (writes[Number(error.detail)]?.key ?? "");
  if (error.code === "XD410") return new NoSuchConversation(conversationOfState(key ?? "") ?? "");
  return error.code === "XD409" ? new StateConflict(key ?? error.message) : error;
}

/** A row of `conversation`. */
export interface ConversationRow {
  id: string;
  channel: string;
  user_id: string;
  locale: string;
  started_at: string;
  last_seq: number;
  ticket: number | null;
  agent: string | null;
  erased: boolean;
}

export const conversationOf = (row: ConversationRow): Conversation => ({
  id: fromColumn(row.id),
  channel: fromColumn(row.channel),
  userId: fromColumn(row.user_id),
  locale: fromColumn(row.locale),
  startedAt: row.started_at,
  lastSeq: row.last_seq,
  ticket: row.ticket,
  agent: row.agent === null ? null : fromColumn(row.agent),
});

/** A row of `log_entry`. */
export interface EntryRow {
  seq: number;
  at: string;
  audience: Audience;
  activity: string;
}

export const entryOf = ({ seq, at, audience, activity }: EntryRow): LogEntry => ({
  seq,
  at,
  audience,
  activity: JSON.parse(activity) as Activity,
});

/** Serializes an entry as JSON. */
export const entryText = ({ seq, at, audience, activity }: EntryRow): string =>
  `{"seq":${seq},"at":"${at}","audience":"${audience}","activity":${activity}}`;

/** A row of `bot_state`. */
export interface StateRow {
  name: string;
  value: string;
  tag: string;
}

export const statesOf = (rows: readonly StateRow[]): Map<string, Tagged> =>
  new Map(rows.map((row) => [fromColumn(row.name), new StoredText(row.value, row.tag)]));

/** What desk_turn_start gives. */
export interface TurnStartRow {
  conversation: ConversationRow;
  states: StateRow[];
  ticket: string | null;
}

export const turnStartOf = (row: TurnStartRow, entry: LogEntry, by: string): TurnStart => ({
  by,
  conversation: conversationOf(row.conversation),
  entry,
  state: statesOf(row.states),
  ticket: row.ticket === null ? null : Ticket.parse(JSON.parse(row.ticket)),
});
