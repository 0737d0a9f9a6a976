import type { OutboxEntry } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";
import { ticketName } from "./ticket.ts";

/** What the outbox sends when a ticket is opened: the ticket, to whoever is to be told. All go down one lane, in order. */
export const announce = (ticket: Ticket): OutboxEntry => ({
  id: `ticket-opened-${ticket.number}`,
  conversationId: ticket.conversationId,
  kind: "webhook",
  lane: "webhook",
  payload: { event: "ticket.opened", ticket: { name: ticketName(ticket.number), ...ticket } },
});
