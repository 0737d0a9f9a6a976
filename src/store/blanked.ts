import type { Ticket } from "./ticket.ts";

/** The dialog that meets distress: that somebody was there goes with what they told. */
const DISTRESS = "distress";

/** The same ticket without what the person told and what was written about them; who did what, and when, stays. */
export function blanked(ticket: Ticket): Ticket {
  return {
    ...ticket,
    revision: ticket.revision + 1,
    userId: "",
    state: ticket.state.kind === "resolved" ? { ...ticket.state, outcome: "" } : ticket.state,
    distress: null,
    tags: [],
    goal: "",
    accountType: null,
    place: ticket.place?.guide === DISTRESS ? null : ticket.place,
    trail: ticket.trail.filter(({ guide }) => guide !== DISTRESS).map((step) => ({ ...step, answer: null })),
    summary: "",
    contact: { kind: "here" },
    receipts: [],
    audit: ticket.audit
      .filter(({ what }) => what !== "distress-noted")
      .map((line) => ({ ...line, about: withoutWords(line.about) })),
    network: null,
    csat: ticket.csat && { ...ticket.csat, comment: null },
  };
}

/** The outcome of a ticket is an agent's own words. */
const withoutWords = ({ outcome: _, ...about }: Record<string, string>): Record<string, string> => about;
