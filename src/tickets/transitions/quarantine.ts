import {
  type HeldBecause,
  isOpen,
  isQuarantined,
  type Ticket,
  type TicketAuditEntry,
} from "../../store/ticket.ts";
import type { MoveResult } from "../human-desk.ts";
import { isQueued } from "./close.ts";
import { changeTicket } from "./transition.ts";

type BulkCloseActor = TicketAuditEntry["who"];

/** Moves the ticket into quarantine. */
export const quarantine = (ticket: Ticket, because: HeldBecause, now: Date): Ticket =>
  changeTicket(ticket, { who: { kind: "desk" }, what: "quarantined", about: { because } }, now, {
    state: { kind: "quarantined", since: now.toISOString(), because },
    promise: null,
  });

/** Releases the ticket into the queue. */
export function letIn(ticket: Ticket, who: BulkCloseActor, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  if (!isQuarantined(ticket)) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who, what: "let-in" }, now, {
      state: { kind: "queued", since: now.toISOString() },
    }),
  };
}

/**
 * Scope of a bulk close: unclaimed tickets of a network. Tickets in distress are excluded unless requested.
 */
export interface BulkClose {
  network: string;
  /** includes tickets in the queue */
  queued: boolean;
  distress: boolean;
}

/** Returns whether a bulk close covers a ticket. */
export const isBulkClosed = (ticket: Ticket, { network, queued, distress }: BulkClose): boolean =>
  ticket.network === network &&
  (isQuarantined(ticket) || (queued && isQueued(ticket) && ticket.firstClaimedAt === null)) &&
  (distress || ticket.distress === null);

/** Closes the ticket as part of a bulk close. */
export function bulkClose(
  ticket: Ticket,
  wanted: BulkClose,
  act: string,
  who: BulkCloseActor,
  now: Date,
): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  if (!isBulkClosed(ticket, wanted)) return { refused: "not-waiting" };
  const because = ticket.state.kind === "quarantined" ? ticket.state.because : null;
  return {
    ticket: changeTicket(ticket, { who, what: "swept", about: { act } }, now, {
      state: { kind: "expired", since: now.toISOString(), swept: { act, because } },
      promise: null,
    }),
  };
}

/** Restores the ticket to its state before a bulk close. */
export function undoBulkClose(ticket: Ticket, act: string, who: BulkCloseActor, now: Date): MoveResult {
  const { state } = ticket;
  if (state.kind !== "expired" || state.swept?.act !== act) return { refused: "not-waiting" };
  const { because } = state.swept;
  const since = now.toISOString();
  return {
    ticket: changeTicket(ticket, { who, what: "sweep-undone", about: { act } }, now, {
      state: because === null ? { kind: "reopened", since } : { kind: "quarantined", since, because },
    }),
  };
}
