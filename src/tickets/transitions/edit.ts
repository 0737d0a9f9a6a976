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

/** Records an agent's reply: the ticket now waits for the person. Only the assignee may reply. */
export function reply(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  const speaker = ticketSpeaker(ticket);
  if (speaker !== actor.id) return { refused: "not-yours", by: speaker };
  const state = { kind: "waiting" as const, by: actor.id, since: now.toISOString() };
  if (ticket.state.kind === "waiting" && actedInTeams(ticket, actor.id) === (actor.inTeams === true))
    return { ticket: { ...ticket, state, revision: ticket.revision + 1 } };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "replied" }, now, { state }) };
}

/** Records a person's message: the assignee owes an answer. Unchanged otherwise. */
export function personWrote(ticket: Ticket, now: Date): Ticket {
  const { state } = ticket;
  if (state.kind !== "waiting") return ticket;
  return changeTicket(ticket, { who: { kind: "person" }, what: "person-wrote" }, now, {
    state: { kind: "claimed", by: state.by, since: now.toISOString() },
  });
}

/** Records a note. On tickets of others only supervisors may. */
export function markNoted(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  const speaker = ticketSpeaker(ticket);
  if (speaker !== null && speaker !== actor.id && actor.role === "agent")
    return { refused: "not-yours", by: speaker };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "noted" }, now) };
}

/** Confirms or corrects the address, also of a closed ticket, because an answer may wait for it. */
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

/** Sets the priority. Unchanged when it is the same. */
export function setPriority(ticket: Ticket, actor: Actor, priority: Priority, now: Date): MoveResult {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  if (ticket.priority === priority) return { ticket };
  const about = { from: ticket.priority, to: priority };
  return {
    ticket: changeTicket(ticket, { who: byAgent(actor), what: "priority-set", about }, now, { priority }),
  };
}

/** Sets the tags, without duplicates, in the given order. */
export function setTags(ticket: Ticket, actor: Actor, tags: readonly string[], now: Date): MoveResult {
  const refused = notForThem(ticket, actor);
  if (refused) return refused;
  const kept = [...new Set(tags)];
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "tags-set" }, now, { tags: kept }) };
}

/** Adds a comment to the rating. */
export function comment(ticket: Ticket, words: string, now: Date): MoveResult {
  if (ticket.csat === null) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "rated" }, now, {
      csat: { ...ticket.csat, comment: words },
    }),
  };
}

/**
 * Records distress: keeps the most urgent kind, and sets the priority to urgent. A closed ticket is
 * unchanged.
 */
export function noteDistress(ticket: Ticket, told: TicketDistress, now: Date): Ticket {
  if (!isOpen(ticket)) return ticket;
  const distress = distressKinds.find((kind) => kind === told || kind === ticket.distress) ?? told;
  if (distress === ticket.distress && ticket.priority === "urgent") return ticket;
  return changeTicket(ticket, { who: { kind: "person" }, what: "distress-noted" }, now, {
    distress,
    priority: "urgent",
  });
}
