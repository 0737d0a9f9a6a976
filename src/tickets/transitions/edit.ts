import { distressKinds } from "../../nlu/distress/distress.ts";
import {
  isOpen,
  type Priority,
  type Ticket,
  type TicketDistress,
  ticketSpeaker,
} from "../../store/ticket.ts";
import type { Actor, MoveResult } from "../human-desk.ts";
import { actedInTeams, byAgent, changeTicket, notForThem } from "./transition.ts";

/** The ticket once its agent has said something: now they wait for the person. Nobody else may speak. */
export function reply(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  const speaker = ticketSpeaker(ticket);
  if (speaker !== actor.id) return { refused: "not-yours", by: speaker };
  const state = { kind: "waiting" as const, by: actor.id, since: now.toISOString() };
  if (ticket.state.kind === "waiting" && actedInTeams(ticket, actor.id) === (actor.inTeams === true))
    return { ticket: { ...ticket, state, revision: ticket.revision + 1 } };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "replied" }, now, { state }) };
}

/** The ticket once the person has written: their agent owes the next word. The same ticket where that changes nothing. */
export function personWrote(ticket: Ticket, now: Date): Ticket {
  const { state } = ticket;
  if (state.kind !== "waiting") return ticket;
  return changeTicket(ticket, { who: { kind: "person" }, what: "person-wrote" }, now, {
    state: { kind: "claimed", by: state.by, since: now.toISOString() },
  });
}

/** The ticket once one of the desk's people has noted something; on what others have, supervisors alone may. */
export function markNoted(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  const speaker = ticketSpeaker(ticket);
  if (speaker !== null && speaker !== actor.id && actor.role === "agent")
    return { refused: "not-yours", by: speaker };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "noted" }, now) };
}

/** The ticket with the address to which answers go, as an agent has confirmed or corrected it; a closed one too, for an answer may wait. */
export function confirmAddress(ticket: Ticket, actor: Actor, address: string, now: Date): MoveResult {
  const { contact } = ticket;
  const refused = notForThem(ticket, actor);
  if (refused && refused.refused !== "closed") return refused;
  if (contact.kind !== "email") return { refused: "no-address" };
  const isSame = contact.address === address;
  if (isSame && contact.checked) return { ticket };
  const about = { address: isSame ? "confirmed" : "corrected" };
  return {
    ticket: changeTicket(ticket, { who: byAgent(actor), what: "address-confirmed", about }, now, {
      contact: { kind: "email", address, checked: true },
    }),
  };
}

/** The ticket with another priority; with the one it has it stays as it is. */
export function setPriority(ticket: Ticket, actor: Actor, priority: Priority, now: Date): MoveResult {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  if (ticket.priority === priority) return { ticket };
  const about = { from: ticket.priority, to: priority };
  return {
    ticket: changeTicket(ticket, { who: byAgent(actor), what: "priority-set", about }, now, { priority }),
  };
}

/** The ticket with these tags, each once, in the order they were given. */
export function setTags(ticket: Ticket, actor: Actor, tags: readonly string[], now: Date): MoveResult {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  const kept = [...new Set(tags)];
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "tags-set" }, now, { tags: kept }) };
}

/** The ticket with a comment to the rating that it has. */
export function comment(ticket: Ticket, words: string, now: Date): MoveResult {
  if (ticket.csat === null) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "rated" }, now, {
      csat: { ...ticket.csat, comment: words },
    }),
  };
}

/** The ticket once the person has told their distress: marked with the most urgent kind of it, and urgent. A closed one stays as it is. */
export function noteDistress(ticket: Ticket, told: TicketDistress, now: Date): Ticket {
  if (!isOpen(ticket)) return ticket;
  const distress = distressKinds.find((kind) => kind === told || kind === ticket.distress) ?? told;
  if (distress === ticket.distress && ticket.priority === "urgent") return ticket;
  return changeTicket(ticket, { who: { kind: "person" }, what: "distress-noted" }, now, {
    distress,
    priority: "urgent",
  });
}
