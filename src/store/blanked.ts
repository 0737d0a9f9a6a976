import type { Ticket } from "./ticket.ts";

/** The same ticket without what the person told and what was written about them; who did what, and when, stays. */
export function blanked(ticket: Ticket): Ticket {
  return {
    ...ticket,
    revision: ticket.revision + 1,
    userId: "",
    state: ticket.state.kind === "resolved" ? { ...ticket.state, outcome: "" } : ticket.state,
    tags: [],
    goal: "",
    accountType: null,
    trail: ticket.trail.map((step) => ({ ...step, answer: null })),
    summary: "",
    contact: { kind: "here" },
    receipts: [],
    audit: ticket.audit.map((line) => ({ ...line, about: withoutWords(line.about) })),
    csat: ticket.csat && { ...ticket.csat, comment: null },
  };
}

/** The outcome of a ticket is an agent's own words. */
const withoutWords = ({ outcome: _, ...about }: Record<string, string>): Record<string, string> => about;
