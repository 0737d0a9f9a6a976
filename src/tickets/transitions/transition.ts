import type { Ticket, TicketAuditEntry } from "../../store/ticket.ts";
import type { Actor, MoveRefused } from "../human-desk.ts";

/** Makes the next revision of a ticket, with an audit line. */
export function changeTicket(
  ticket: Ticket,
  line: { who: TicketAuditEntry["who"]; what: TicketAuditEntry["what"]; about?: TicketAuditEntry["about"] },
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

/** Returns whether an actor may act on tickets of others. */
const leads = ({ role }: Actor): boolean => role === "supervisor" || role === "owner";

/** Makes the actor of an audit line. */
export const byAgent = ({ id, inTeams }: Actor) => ({
  kind: "agent" as const,
  id,
  ...(inTeams && { inTeams }),
});

/** Returns whether an agent's last action on a ticket was in Teams. */
export function actedInTeams({ audit }: Pick<Ticket, "audit">, agent: string): boolean {
  const last = audit.findLast(({ who }) => who.kind === "agent" && who.id === agent)?.who;
  return last?.kind === "agent" && last.inTeams === true;
}

/** Returns a refusal unless the actor owns the ticket or is a supervisor. */
export function notTheirs({ state }: Ticket, actor: Actor): MoveRefused | null {
  switch (state.kind) {
    case "claimed":
    case "waiting":
      return state.by === actor.id || leads(actor) ? null : { refused: "not-yours", by: state.by };
    case "queued":
    case "quarantined":
    case "reopened":
      return leads(actor) ? null : { refused: "not-yours", by: null };
    case "resolved":
    case "expired":
      return { refused: "closed" };
    default:
      return state satisfies never;
  }
}

/** Returns a refusal unless the actor may edit priority and tags. Unassigned tickets are open to all. */
export function notForThem(ticket: Ticket, actor: Actor): MoveRefused | null {
  const refused = notTheirs(ticket, actor);
  return refused?.refused === "not-yours" && refused.by === null ? null : refused;
}
