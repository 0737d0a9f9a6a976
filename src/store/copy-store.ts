import { createHash } from "node:crypto";
import type { ConversationStart, LogEntry, OutboxEntry, Rating, Receipt } from "./records.ts";
import type { AuditEnds, AuditName, StaffKind } from "./staff.ts";
import type { OutboxTrouble, PendingTurn } from "./store.ts";
import type { Ticket } from "./ticket.ts";

/** One conversation with all that is kept with it but its tickets. */
export interface ConversationPiece {
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

/** A record of the staff, or a session of one of them; values are JSON. */
export type StaffPiece =
  | { kind: "staff"; of: StaffKind; id: string; value: string }
  | { kind: "session"; key: string; account: string; value: string };

/** A line of an audit log as JSON, or which lines the log has. */
export type AuditPiece =
  | { kind: "audit-line"; log: AuditName; seq: number; line: string }
  | { kind: "audit-ends"; log: AuditName; ends: AuditEnds };

/** A piece of a store: it is put whole or not at all, and putting it again changes nothing. */
export type Piece =
  | { kind: "state"; key: string; value: string }
  | StaffPiece
  | AuditPiece
  | { kind: "ticket"; ticket: Ticket }
  | ConversationPiece
  | ({ kind: "parked"; reason: string; at: string } & PendingTurn)
  | { kind: "unsent"; entry: OutboxEntry }
  | { kind: "trouble"; trouble: OutboxTrouble };

/** A store that can be taken apart and put together: states first, then the staff and their sessions, audit logs, tickets, conversations, and what is still to do. */
export interface PortableStore {
  pieces(): AsyncIterable<Piece>;
  /** Adds a piece; one that is there already stays as it is. */
  put(piece: Piece): Promise<void>;
  close(): Promise<void>;
}

/** How many pieces of each kind, how many entries, and a hash of all of them whatever their order. */
interface Summary {
  counts: Record<Piece["kind"] | "entries", number>;
  hash: string;
}

const modulus = 1n << 256n;

/** Adds up pieces. Keys of deliveries count for nothing: each store forgets them in its own time. */
export class Summing {
  readonly #counts: Summary["counts"] = {
    state: 0,
    staff: 0,
    session: 0,
    "audit-line": 0,
    "audit-ends": 0,
    ticket: 0,
    talk: 0,
    entries: 0,
    parked: 0,
    unsent: 0,
    trouble: 0,
  };
  #sum = 0n;

  add(piece: Piece): void {
    this.#counts[piece.kind] += 1;
    if (piece.kind === "talk") this.#counts.entries += piece.entries.length;
    const hash = createHash("sha256")
      .update(JSON.stringify(sortUnordered(piece)))
      .digest("hex");
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % modulus;
  }

  get summary(): Summary {
    return { counts: { ...this.#counts }, hash: this.#sum.toString(16).padStart(64, "0") };
  }
}

/** Sorts the parts of a piece that have no order of their own, so that copies compare equal. */
function sortUnordered(piece: Piece): Piece {
  if (piece.kind !== "talk") return piece;
  return {
    ...piece,
    keys: [],
    states: piece.states.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    elsewhere: piece.elsewhere.toSorted(),
  };
}

/** What was copied, and what the copy then holds. */
export interface Copied {
  from: Summary;
  to: Summary;
  /** the counts and the hashes agree */
  equal: boolean;
}

/** Copies every piece of one store into another, then compares both. An interrupted copy resumes where it was. */
export async function copyStore(from: PortableStore, to: PortableStore): Promise<Copied> {
  const given = new Summing();
  for await (const piece of from.pieces()) {
    await to.put(piece);
    given.add(piece);
  }
  const found = new Summing();
  for await (const piece of to.pieces()) found.add(piece);
  const equal = JSON.stringify(given.summary) === JSON.stringify(found.summary);
  return { from: given.summary, to: found.summary, equal };
}
