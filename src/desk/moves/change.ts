import type { AuditEntry, Ticket } from "../../store/ticket.ts";

/** The next form of a ticket: what is new in it, the next revision, and a line in its audit. */
export function change(
  ticket: Ticket,
  line: { who: AuditEntry["who"]; what: AuditEntry["what"]; about?: AuditEntry["about"] },
  now: Date,
  over: Partial<Ticket> = {},
): Ticket {
  return {
    ...ticket,
    ...over,
    revision: ticket.revision + 1,
    audit: [...ticket.audit, { at: now.toISOString(), about: {}, ...line }],
  };
}
