import type { OutboxTrouble, PendingTurn } from "../port.ts";
import type { ConversationStart, LogEntry, OutboxEntry, Rating, Receipt } from "../records.ts";
import type { Ticket } from "../ticket.ts";

/** One conversation with all that is kept with it but its tickets. */
export interface TalkPiece {
  kind: "talk";
  id: string;
  /** null: it was erased */
  start: ConversationStart | null;
  entries: LogEntry[];
  /** of deliveries that are still known, with the entry's seq */
  keys: [key: string, seq: number][];
  /** bot state as JSON text, by key */
  states: [key: string, value: string][];
  /** keys of state elsewhere that its turns wrote */
  elsewhere: string[];
  receipts: Receipt[];
  ratings: Rating[];
  /** seqs that wait for their turn */
  pending: number[];
}

/** A piece of a store: it is put whole or not at all, and putting it again changes nothing. */
export type Piece =
  | { kind: "state"; key: string; value: string }
  | { kind: "ticket"; ticket: Ticket }
  | TalkPiece
  | ({ kind: "parked"; reason: string; at: string } & PendingTurn)
  | { kind: "unsent"; entry: OutboxEntry }
  | { kind: "trouble"; trouble: OutboxTrouble };

/** A store that can be taken apart and put together: states first, then tickets, talks, and what is still to do. */
export interface PortableStore {
  pieces(): AsyncIterable<Piece>;
  /** Adds a piece; one that is there already stays as it is. */
  put(piece: Piece): Promise<void>;
  close(): Promise<void>;
}
