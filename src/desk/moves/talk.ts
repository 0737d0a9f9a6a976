import { isOpen, speakerOf, type Ticket } from "../../store/ticket.ts";
import type { Actor, Moved } from "../human-desk.ts";
import { change } from "./change.ts";
import { actedInTeams, byAgent } from "./rights.ts";

/** The ticket once its agent has said something: now they wait for the person. Nobody else may speak. */
export function reply(ticket: Ticket, actor: Actor, now: Date): Moved {
  if (!isOpen(ticket)) return { refused: "closed" };
  const speaker = speakerOf(ticket);
  if (speaker !== actor.id) return { refused: "not-yours", by: speaker };
  const state = { kind: "waiting" as const, by: actor.id, since: now.toISOString() };
  if (ticket.state.kind === "waiting" && actedInTeams(ticket, actor.id) === (actor.inTeams === true))
    return { ticket: { ...ticket, state, revision: ticket.revision + 1 } };
  return { ticket: change(ticket, { who: byAgent(actor), what: "replied" }, now, { state }) };
}

/** The ticket once the person has written: their agent owes the next word. The same ticket where that changes nothing. */
export function personWrote(ticket: Ticket, now: Date): Ticket {
  const { state } = ticket;
  if (state.kind !== "waiting") return ticket;
  return change(ticket, { who: { kind: "person" }, what: "person-wrote" }, now, {
    state: { kind: "claimed", by: state.by, since: now.toISOString() },
  });
}

/** The ticket once one of the desk's people has noted something; on what others have, supervisors alone may. */
export function noted(ticket: Ticket, actor: Actor, now: Date): Moved {
  const speaker = speakerOf(ticket);
  if (speaker !== null && speaker !== actor.id && actor.role === "agent")
    return { refused: "not-yours", by: speaker };
  return { ticket: change(ticket, { who: byAgent(actor), what: "noted" }, now) };
}
