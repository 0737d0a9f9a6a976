import type { Activity } from "../activity.ts";
import type { Tagged, TurnStart } from "../port.ts";
import type { Audience, Conversation, LogEntry } from "../records.ts";
import { StoredState } from "../stored-state.ts";
import { Ticket } from "../ticket.ts";
import { fromColumn } from "./column.ts";

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

/** The entry as JSON. */
export const entryText = ({ seq, at, audience, activity }: EntryRow): string =>
  `{"seq":${seq},"at":"${at}","audience":"${audience}","activity":${activity}}`;

/** A row of `bot_state`. */
export interface StateRow {
  name: string;
  value: string;
  tag: string;
}

export const statesOf = (rows: readonly StateRow[]): Map<string, Tagged> =>
  new Map(rows.map((row) => [fromColumn(row.name), new StoredState(row.value, row.tag)]));

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
