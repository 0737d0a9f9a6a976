import type { Ticket, TicketAuditEntry } from "../../store/ticket.ts";
import type { Actor, MoveRefused } from "../human-desk.ts";

/** The next form of a ticket: what is new in it, the next revision, and a line in its audit. */
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

/** Those who may act on what others have. */
const leads = ({ role }: Actor): boolean => role === "supervisor" || role === "owner";

/** What a line of an audit says of an agent who acts. */
export const byAgent = ({ id, inTeams }: Actor) => ({
  kind: "agent" as const,
  id,
  ...(inTeams && { inTeams }),
});

/** Whether what an agent did to a ticket last was done in Teams. */
export function actedInTeams({ audit }: Pick<Ticket, "audit">, agent: string): boolean {
  const last = audit.findLast(({ who }) => who.kind === "agent" && who.id === agent)?.who;
  return last?.kind === "agent" && last.inTeams === true;
}

/** Why somebody may not decide about a conversation as the one who has it; null when they may. Supervisors may always. */
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

/** Why somebody may not set a ticket's priority and tags; null when they may. What nobody has, everybody may tend. */
export function notForThem(ticket: Ticket, actor: Actor): MoveRefused | null {
  const refused = notTheirs(ticket, actor);
  return refused?.refused === "not-yours" && refused.by === null ? null : refused;
}
