import type { Ticket } from "../../store/ticket.ts";

/** What the line of a ticket in a list says of the ticket itself, whoever reads it. */
export const lineFacts = (ticket: Ticket) => ({
  number: ticket.number,
  revision: ticket.revision,
  conversationId: ticket.conversationId,
  openedAt: ticket.openedAt,
  state: ticket.state,
  priority: ticket.priority,
  distress: ticket.distress,
  team: ticket.team,
  tags: ticket.tags,
  language: ticket.language,
  goal: ticket.goal,
  topic: ticket.topic,
  rating: ticket.csat?.score ?? null,
  accountType: ticket.accountType,
  contact: ticket.contact.kind,
  promise: ticket.promise,
  network: ticket.network,
});
