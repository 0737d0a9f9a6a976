import type { Ticket } from "../store/ticket.ts";

/**
 * The ticket after the person said something to the agent who speaks: the agent owes the next word, from the first
 * unanswered one on. Null when no agent speaks. The revision grows in any case, so that it cannot be stored over a
 * change of speakers.
 */
export function personWrote(ticket: Ticket, now: Date): Ticket | null {
  const { state, revision, audit } = ticket;
  switch (state.kind) {
    case "claimed":
      return { ...ticket, revision: revision + 1 };
    case "waiting": {
      const at = now.toISOString();
      return {
        ...ticket,
        revision: revision + 1,
        state: { kind: "claimed", by: state.by, since: at },
        audit: [...audit, { at, who: { kind: "person" }, what: "person-wrote", about: {} }],
      };
    }
    default:
      return null;
  }
}
