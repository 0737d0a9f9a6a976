import { isOpen, type Ticket, ticketSpeaker } from "../../store/ticket.ts";
import type { Actor, MoveResult } from "../human-desk.ts";
import { byAgent, changeTicket, notTheirs } from "./transition.ts";

/** The ticket once an agent has taken it. Who has it already keeps it as it is. */
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

/** What is new in a ticket that an agent has from now on. */
function heldBy({ firstClaimedAt }: Ticket, agent: string, now: Date): Partial<Ticket> {
  const at = now.toISOString();
  return { state: { kind: "claimed", by: agent, since: at }, firstClaimedAt: firstClaimedAt ?? at };
}

/** Where a ticket is given: to an agent, who has it at once, or to a team's queue. */
export type Receiver = { agent: Actor } | { team: string };

/** The ticket in the queue again. */
export function release(ticket: Ticket, actor: Actor, now: Date): MoveResult {
  const refused = notTheirs(ticket, actor);
  if (refused) return refused;
  if (ticketSpeaker(ticket) === null) return { refused: "not-yours", by: null };
  const state = { kind: "queued" as const, since: now.toISOString() };
  return { ticket: changeTicket(ticket, { who: byAgent(actor), what: "released" }, now, { state }) };
}

/** The ticket with another agent, or in the queue of a team. */
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

/** The ticket at the head of the queue, because the agent who had it works here no more. */
export function takeBack(ticket: Ticket, agent: string, by: Actor, now: Date): MoveResult {
  if (ticketSpeaker(ticket) !== agent) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: byAgent(by), what: "released", about: { agent } }, now, {
      state: { kind: "queued", since: now.toISOString(), ahead: true },
    }),
  };
}

/** The ticket at the head of the queue, because the agent who owed an answer has vanished. */
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

/** Since when the person has waited for a word that never came: their own last one, or since they asked for somebody. */
function waitingSince({ audit, state, openedAt }: Ticket): string {
  const last = audit.findLast(({ what }) => what === "opened" || what === "reopened" || what === "replied");
  return last?.what === "replied" ? state.since : (last?.at ?? openedAt);
}
