import type { Ticket } from "./ticket.ts";

/** The dialog that meets distress: that somebody was there goes with what they told. */
const DISTRESS = "distress";

/** The same ticket without what the person told and what was written about them; who did what, and when, stays. */
export function blanked(ticket: Ticket): Ticket {
  return {
    ...ticket,
    revision: ticket.revision + 1,
    userId: "",
    state: blankedState(ticket.state),
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

/** Without an agent's words, and without the act by which a ticket that was closed with others would be opened again. */
function blankedState(state: Ticket["state"]): Ticket["state"] {
  if (state.kind === "resolved") return { ...state, outcome: "" };
  if (state.kind !== "expired") return state;
  const { swept: _, ...closed } = state;
  return closed;
}

/** The outcome of a ticket is an agent's own words. */
const withoutWords = ({ outcome: _, ...about }: Record<string, string>): Record<string, string> => about;
