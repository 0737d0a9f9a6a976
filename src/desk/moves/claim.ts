import type { Ticket } from "../../store/ticket.ts";
import type { Actor, Moved } from "../human-desk.ts";
import { change } from "./change.ts";
import { byAgent } from "./rights.ts";

/** The ticket once an agent has taken it. Who has it already keeps it as it is. */
export function claim(ticket: Ticket, actor: Actor, now: Date): Moved {
  const { state } = ticket;
  switch (state.kind) {
    case "queued":
    case "quarantined":
    case "reopened":
      return {
        ticket: change(ticket, { who: byAgent(actor), what: "claimed" }, now, heldBy(ticket, actor.id, now)),
      };
    case "claimed":
    case "waiting":
      return state.by === actor.id ? { ticket } : { refused: "taken", by: state.by };
    case "resolved":
    case "expired":
      return { refused: "closed" };
    default:
      return state satisfies never;
  }
}

/** What is new in a ticket that an agent has from now on. */
export function heldBy({ firstClaimedAt }: Ticket, agent: string, now: Date): Partial<Ticket> {
  const at = now.toISOString();
  return { state: { kind: "claimed", by: agent, since: at }, firstClaimedAt: firstClaimedAt ?? at };
}
