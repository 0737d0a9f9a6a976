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

/** The ticket out of the queue until it is let in. */
export const quarantine = (ticket: Ticket, because: HeldBecause, now: Date): Ticket =>
  changeTicket(ticket, { who: { kind: "desk" }, what: "quarantined", about: { because } }, now, {
    state: { kind: "quarantined", since: now.toISOString(), because },
    promise: null,
  });

/** The ticket in the queue, because somebody or a proof of work let it in. */
export function letIn(ticket: Ticket, who: BulkCloseActor, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  if (!isQuarantined(ticket)) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who, what: "let-in" }, now, {
      state: { kind: "queued", since: now.toISOString() },
    }),
  };
}

/** What is closed together with others of its network: what nobody has taken up yet. Words of distress are read one by one unless that is asked for. */
export interface BulkClose {
  network: string;
  /** what is in the queue already, too */
  queued: boolean;
  distress: boolean;
}

/** Whether a sweep closes this ticket. */
export const isBulkClosed = (ticket: Ticket, { network, queued, distress }: BulkClose): boolean =>
  ticket.network === network &&
  (isQuarantined(ticket) || (queued && isQueued(ticket) && ticket.firstClaimedAt === null)) &&
  (distress || ticket.distress === null);

/** The ticket closed by an act that closes many. */
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

/** The ticket as open as it was before that act. */
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
