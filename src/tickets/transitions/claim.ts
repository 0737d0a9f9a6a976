import { isOpen, type Ticket, ticketSpeaker } from "../../store/ticket.ts";
import type { Actor, MoveResult } from "../human-desk.ts";
import { byAgent, changeTicket, notTheirs } from "./transition.ts";

/** Assigns the ticket to an agent. Unchanged when they own it already. */
export function claim(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  const { state } = ticket;
  switch (state.kind) {
    case "queued":
    case "quarantined":
    case "reopened":
      return {
        ticket: changeTicket(
          ticket,
          { who: byAgent(actor), what: "claimed" },
          now,
          heldBy(ticket, actor.id, now),
        ),
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

/** Returns the changed fields of a ticket that gets an assignee. */
function heldBy({ firstClaimedAt }: Ticket, agent: string, now: Date): Partial<Ticket> {
  const at = now.toISOString();
  return { state: { kind: "claimed", by: agent, since: at }, firstClaimedAt: firstClaimedAt ?? at };
}

/** Target of a transfer: an agent, who owns it immediately, or a team's queue. */
export type Receiver = { agent: Actor } | { team: string };

/** Returns the ticket to the queue. */
export function release(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  const refused = notTheirs(ticket, actor);
  if (refused) return refused;
  if (ticketSpeaker(ticket) === null) return { refused: "not-yours", by: null };
  const state = { kind: "queued" as const, since: now.toISOString() };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "released" }, now, { state }) };
}

/** Transfers the ticket to another agent or a team's queue. */
export function transfer(ticket: Ticket, actor: Actor, to: Receiver, now: Date): MoveResult {
  const refused = notTheirs(ticket, actor);
  if (refused) return refused;
  const about: Record<string, string> = "agent" in to ? { agent: to.agent.id } : { team: to.team };
  const over =
    "agent" in to
      ? heldBy(ticket, to.agent.id, now)
      : { team: to.team, state: { kind: "queued" as const, since: now.toISOString() } };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "transferred", about }, now, over) };
}

/** Moves the ticket of a removed agent to the head of the queue. */
export function takeBack(ticket: Ticket, agent: string, by: Actor, now: Date): MoveResult {
  if (ticketSpeaker(ticket) !== agent) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: byAgent(by), what: "released", about: { agent } }, now, {
      state: { kind: "queued", since: now.toISOString(), ahead: true },
    }),
  };
}

/** Moves the ticket to the head of the queue, because the lease of its agent expired. */
export function leaseEnded(ticket: Ticket, now: Date): MoveResult {
  const { state } = ticket;
  if (!isOpen(ticket)) return { refused: "closed" };
  if (state.kind !== "claimed") return { refused: "not-waiting" };
  return {
    ticket: changeTicket(
      ticket,
      { who: { kind: "desk" }, what: "lease-ended", about: { agent: state.by } },
      now,
      {
        state: { kind: "queued", since: waitingSince(ticket), ahead: true },
      },
    ),
  };
}

/** Returns since when the person has waited: their last unanswered message, or the request for a person. */
function waitingSince({ audit, state, openedAt }: Ticket): string {
  const last = audit.findLast(({ what }) => what === "opened" || what === "reopened" || what === "replied");
  return last?.what === "replied" ? state.since : (last?.at ?? openedAt);
}
