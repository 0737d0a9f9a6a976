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
    csat: ticket.csat && { ...ticket.csat, comment: null },
  };
}
