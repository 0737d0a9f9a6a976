import type {
  Activity,
  Audience,
  Conversation,
  ConversationStart,
  LogEntry,
  OutboxEntry,
  Rating,
  Receipt,
  Tagged,
} from "./records.ts";
import type { StaffStore } from "./staff.ts";
import type { Ticket } from "./ticket.ts";

/** Where the store tells the operator what it found or did; a pino logger is one. */
export interface StoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * A write of bot state: `eTag` null creates or overwrites nothing that exists, `*` overwrites, a tag must match. `value`
 * is an object, or the JSON text of one from a caller who has it ready.
 */
export interface StateWrite {
  key: string;
  value: Record<string, unknown> | string;
  eTag: string | null;
  /** told the new tag when the value is durable, before the write resolves */
  stored?: (eTag: string) => void;
}

/** All that one turn changes. It is stored whole or not at all. */
export interface TurnCommit {
  conversationId: string;
  /** seq of the entry that was answered, or null for words nobody asked for */
  answers: number | null;
  at: string;
  replies: readonly { audience: Audience; activity: Activity }[];
  state: readonly StateWrite[];
  tickets: readonly Ticket[];
  receipts: readonly Receipt[];
  ratings: readonly Rating[];
  outbox: readonly OutboxEntry[];
  /** when an agent speaks at the moment of the commit, nothing is kept but that the entry needs no answer any more */
  whileBotSpeaks?: boolean;
  /** under which the turn was taken; it ends with the commit. When somebody else took the turn over, nothing is kept */
  by?: string;
}

/** A change of a ticket, with what is said with it. It is stored whole or not at all. */
export interface TicketMove {
  /** at revision `from` + 1 */
  ticket: Ticket;
  from: number;
  at: string;
  /** names of this delivery, as for `receive`: what was seen before changes nothing */
  keys: readonly string[];
  says: readonly { audience: Audience; activity: Activity; needsTurn?: boolean }[];
  outbox: readonly OutboxEntry[];
}

/** The entries as they stand in the log (none in an erased conversation), or the ticket as it is by now, or the entry of an earlier delivery. */
export type TicketMoved = { moved: LogEntry[] } | { stale: Ticket | undefined } | { duplicate: LogEntry };

/** What became of something that was to be sent: sent, perhaps sent, or given up. */
export interface OutboxFate {
  kind: "sent" | "unconfirmed" | "parked";
  reason: string;
  at: string;
}

/** An outbox entry whose fate an operator should know. */
export interface OutboxTrouble extends OutboxFate {
  id: string;
  conversationId: string;
  entryKind: string;
}

/** Who runs the turns of a conversation for now: a name that nobody else uses, and after how long without a sign others may. */
export interface TurnClaim {
  by: string;
  leaseMs: number;
}

/** The same by whoever brings an entry in. */
export interface EarlyClaim extends TurnClaim {
  /**
   * Receives what `takeTurn` would return, perhaps before the entry is durable. A commit of this turn is kept only
   * with the entry, and reads of the log wait for it.
   */
  begun(start: TurnStart): void;
}

/** What a turn starts from. */
export interface TurnStart {
  by: string;
  conversation: Conversation;
  /** to be answered */
  entry: LogEntry;
  /** what the bot keeps with the conversation, by key */
  state: Map<string, Tagged>;
  /** its open ticket, else its newest */
  ticket: Ticket | null;
}

/** An incoming entry that no committed turn has answered yet. */
export interface PendingTurn {
  conversationId: string;
  seq: number;
}

/** Where the desk keeps everything. Every promise that resolves to a write resolves after it is durable. */
export interface Store extends StaffStore {
  /** Creates the conversation when it is new. An erased id stays erased. */
  openConversation(
    start: ConversationStart,
  ): Promise<{ conversation: Conversation; created: boolean } | "erased">;
  conversation(id: string): Promise<Conversation | "erased" | undefined>;
  /**
   * Yields all conversations that are not erased, in a stable order of the store's own; only those after `after` in
   * it.
   */
  conversations(after?: string): AsyncIterable<Conversation>;

  /**
   * Appends an incoming activity. `keys` name this delivery (activity id, clientActivityID). A key seen in this
   * conversation during the last 24 hours returns that entry with `duplicate: true`, and appends nothing. `needsTurn`
   * false appends without a turn to run (typing is never stored). `audience` is everyone by default.
   */
  receive(
    conversationId: string,
    incoming: {
      activity: Activity;
      keys: readonly string[];
      at: string;
      needsTurn: boolean;
      audience?: Audience;
      /** begins the turn in the same step, where nobody runs one */
      claim?: EarlyClaim;
    },
  ): Promise<{ entry: LogEntry; duplicate: boolean }>;

  /** Reads entries with seq > `after`, oldest first, at most `limit`. */
  readLog(conversationId: string, range: { after: number; limit: number }): Promise<LogEntry[]>;
  /**
   * Reads entries as `readLog` does, each serialized as JSON of `{seq, at, audience, activity}`, to be passed on.
   * `woken`: for a reader whom `watch` calls again. It may get fewer entries while another process's call for the rest
   * is under way.
   */
  readLogTexts(
    conversationId: string,
    range: { after: number; limit: number; woken?: boolean },
  ): Promise<string[]>;

  /**
   * Lists the turns that no commit has answered, oldest first; "left": only those that nobody runs, as after a crash
   * or a stop.
   */
  pendingTurns(which?: "all" | "left"): Promise<PendingTurn[]>;
  /**
   * Claims the oldest waiting turn of the conversation, in whichever process it came in, until it is committed, parked
   * or dropped, or the lease ends. The same claim again returns it again. "busy": another process runs one; null:
   * nothing waits.
   */
  takeTurn(conversationId: string, claim: TurnClaim): Promise<TurnStart | "busy" | null>;
  /** Extends the lease of a running turn. Returns false when another process took it over. */
  keepTurn(conversationId: string, claim: TurnClaim): Promise<boolean>;
  /** Releases a turn without an answer. */
  dropTurn(conversationId: string, by: string): Promise<void>;
  /**
   * Commits a turn and returns the replies as logged. Returns none, and stores nothing, when the entry was answered
   * before or the conversation is erased. Throws StateConflict when a ticket is not at the revision after the stored
   * one, or would be the second open one of its conversation.
   */
  commitTurn(turn: TurnCommit): Promise<LogEntry[]>;
  /** Parks a turn: it is never run again, and `reason` is shown to the operator. */
  parkTurn(turn: PendingTurn, reason: string, at: string): Promise<void>;
  /** Lists the newest parked turns, oldest first. */
  parkedTurns(): Promise<(PendingTurn & { reason: string; at: string })[]>;

  readState(keys: readonly string[]): Promise<Map<string, Tagged>>;
  /** Reads the present tags of the values that exist, and no values, for callers that cache them. */
  stateTags(keys: readonly string[]): Promise<Map<string, string>>;
  writeState(writes: readonly StateWrite[]): Promise<void>;
  deleteState(keys: readonly string[]): Promise<void>;

  /** Reserves a number that no ticket has and no later call returns while this process lives. */
  reserveTicketNumber(): Promise<number>;
  ticket(number: number): Promise<Ticket | undefined>;
  /** Yields all tickets by number. */
  tickets(): AsyncIterable<Ticket>;
  /** Reads the tickets that are neither resolved nor expired, by number, and no others. */
  openTickets(): Promise<Ticket[]>;
  /** Reads tickets below `before`, the newest first. */
  newestTickets(range: { before?: number; limit: number }): Promise<Ticket[]>;
  /** Reads the tickets of one conversation, oldest first. */
  ticketsOf(conversationId: string): Promise<Ticket[]>;
  /**
   * Stores the ticket and the messages about it while the stored one is at revision `from`; of concurrent calls one
   * succeeds.
   */
  moveTicket(move: TicketMove): Promise<TicketMoved>;
  receipts(conversationId: string): Promise<Receipt[]>;
  ratings(conversationId: string): Promise<Rating[]>;

  /** Lists outbox entries of committed turns that are not settled, in the order of the commits. */
  unsent(): Promise<OutboxEntry[]>;
  /**
   * Lists unsent entries that are not `known`, of lanes that no other process holds, and claims these lanes until
   * `leaseMs` after the last call.
   */
  takeUnsent(claim: { by: string; leaseMs: number; known?: ReadonlySet<string> }): Promise<OutboxEntry[]>;
  /** Releases all lanes to other processes at once. */
  releaseLanes(by: string): Promise<void>;
  /** Settles an outbox entry for good. Entries that were not certainly sent can still be read. */
  settleOutbox(id: string, fate: OutboxFate): Promise<void>;
  /** Lists the newest entries that were not certainly sent, oldest first, with the reasons. */
  outboxTroubles(): Promise<OutboxTrouble[]>;

  /** Removes log, receipts, ratings and the state that its turns wrote, and blanks its tickets' personal fields. */
  eraseConversation(id: string): Promise<void>;

  /**
   * Calls back after each durable append, with the newest seq, and whether that entry waits for a turn. Returns a
   * function that unsubscribes.
   */
  watch(listener: (conversationId: string, lastSeq: number, answerComes: boolean) => void): () => void;
  /** Calls back after each durable change of a ticket. Returns a function that unsubscribes. */
  watchTickets(listener: (ticket: Ticket) => void): () => void;
  /**
   * Calls back with the bytes durably stored for a conversation (entries, state and records) by this process. Returns
   * a function that unsubscribes.
   */
  watchStored(listener: (conversationId: string, bytes: number) => void): () => void;
  /**
   * Calls back after each durable commit with outbox entries. `listener` must not throw. Returns a function that
   * unsubscribes.
   */
  watchOutbox(listener: () => void): () => void;
  /** Sends an ephemeral event to the other processes that have this store open. It may be lost, and is never stored. */
  pass(topic: string, what: unknown): void;
  /** Calls back with events that other processes passed. Returns a function that unsubscribes. */
  hear(topic: string, listener: (what: unknown) => void): () => void;
  /** Returns the free bytes of the disk that the store writes to, or its used bytes where that is unknown. */
  space(): Promise<{ free: number; size: number } | { used: number }>;
  /** Reports whether the store can read and write now, as far as that is known without writing. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}
