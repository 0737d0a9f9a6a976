import type { OutboxEntry } from "../store/records.ts";
import { isOpen, isQuarantined, type Ticket } from "../store/ticket.ts";
import { ticketName } from "./ticket.ts";

/** What the outbox sends when a ticket is opened: the ticket, to whoever is to be told. All go down one lane, in order. */
export function announce({ network: _, ...ticket }: Ticket): OutboxEntry {
  return {
    id: `ticket-opened-${ticket.number}`,
    conversationId: ticket.conversationId,
    kind: "webhook",
    lane: "webhook",
    payload: { event: "ticket.opened", ticket: { name: ticketName(ticket.number), ...ticket } },
  };
}

/** Whether nobody has been told of a ticket yet: it went into quarantine when it was opened, and is there still. */
const wasHeldBack = ({ audit }: Ticket): boolean =>
  audit[1]?.what === "quarantined" && !audit.some(({ what }) => what === "let-in" || what === "claimed");

/** What is announced with the next form of a ticket: a new one, or one that comes out of quarantine. */
export function announced(before: Ticket | null, after: Ticket): OutboxEntry[] {
  if (!isOpen(after) || isQuarantined(after)) return [];
  const isFreed = before?.number === after.number && isQuarantined(before) && wasHeldBack(before);
  return after.revision === 1 || isFreed ? [announce(after)] : [];
}
