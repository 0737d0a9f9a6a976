import { type Contact, isOpen, Priority, type Ticket, type TicketContinuation } from "../../store/ticket.ts";
import type { Actor, MoveResult } from "../human-desk.ts";
import { byAgent, changeTicket, notTheirs } from "./transition.ts";

/** Whether a ticket waits in the queue. */
export const isQueued = ({ state }: Ticket): boolean => state.kind === "queued" || state.kind === "reopened";

/** The ticket with what the person was told about the wait: their place, and until when somebody is there, if that is known. */
export function promise(ticket: Ticket, told: { place: number; until: Date | null }, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  if (!isQueued(ticket)) return { refused: "not-waiting" };
  const until = told.until?.toISOString() ?? null;
  const about = { place: String(told.place), ...(until === null ? {} : { until }) };
  return {
    ticket: changeTicket(ticket, { who: { kind: "bot" }, what: "promised", about }, now, {
      promise: { toldAt: now.toISOString(), place: told.place, until, brokenAt: null },
    }),
  };
}

/** Whether somebody was promised for a time that has passed, and nobody has apologised yet. */
export function isBroken(ticket: Ticket, now: Date): boolean {
  const { promise: given } = ticket;
  if (!isQueued(ticket) || given === null || given.until === null || given.brokenAt !== null) return false;
  return Date.parse(given.until) <= now.getTime();
}

/** The ticket, one priority up, once its promised time has passed. */
export function promiseBroken(ticket: Ticket, now: Date): MoveResult {
  if (!isBroken(ticket, now) || ticket.promise === null) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "desk" }, what: "promise-broken" }, now, {
      promise: { ...ticket.promise, brokenAt: now.toISOString() },
      priority: oneUp(ticket.priority),
    }),
  };
}

/** The ticket with another way to answer the person, who may choose that as long as it is open. */
export function reachThrough(ticket: Ticket, contact: Contact, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  const line = {
    who: { kind: "person" as const },
    what: "contact-changed" as const,
    about: { kind: contact.kind },
  };
  return { ticket: changeTicket(ticket, line, now, { contact }) };
}

function oneUp(priority: Priority): Priority {
  const at = Priority.options.indexOf(priority);
  return Priority.options[at - 1] ?? priority;
}

const DAY_MS = 86_400_000;

/** The ticket once it is solved; `onward` is where the conversation goes from here. */
export function resolve(
  ticket: Ticket,
  actor: Actor,
  outcome: string,
  onward: TicketContinuation,
  now: Date,
): MoveResult {
  const refused = notTheirs(ticket, actor);
  if (refused) return refused;
  return {
    ticket: changeTicket(ticket, { who: byAgent(actor), what: "resolved", about: { onward, outcome } }, now, {
      state: { kind: "resolved", by: actor.id, since: now.toISOString(), outcome, onward },
    }),
  };
}

/** When a ticket expires, in ms since the epoch, if the person stays away; null for one that waits for somebody else. */
export function expiresAt({ state }: Ticket, expireDays: number): number | null {
  return state.kind === "waiting" ? Date.parse(state.since) + expireDays * DAY_MS : null;
}

/** The ticket once the person has stayed away for too long. */
export function expire(ticket: Ticket, expireDays: number, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  const at = expiresAt(ticket, expireDays);
  if (at === null || now.getTime() < at) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "desk" }, what: "expired" }, now, {
      state: { kind: "expired", since: now.toISOString() },
    }),
  };
}

/** The ticket closed by the person, who needs nobody any more, whether they wait or an agent has it. */
export function withdraw(ticket: Ticket, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "withdrawn" }, now, {
      state: { kind: "expired", since: now.toISOString(), withdrawn: true },
      promise: null,
    }),
  };
}

/** The ticket closed because its conversation is about to be erased, whoever has it. */
export const endForErasure = (ticket: Ticket, now: Date): Ticket =>
  changeTicket(ticket, { who: { kind: "desk" }, what: "expired", about: { because: "erased" } }, now, {
    state: { kind: "expired", since: now.toISOString() },
    promise: null,
  });

/** The ticket in the queue again, because the person writes to it within `reopenDays`; an open one stays as it is. */
export function reopen(ticket: Ticket, reopenDays: number, now: Date): MoveResult {
  if (isOpen(ticket)) return { ticket };
  if (now.getTime() - Date.parse(ticket.state.since) > reopenDays * DAY_MS) return { refused: "closed" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "reopened" }, now, {
      state: { kind: "reopened", since: now.toISOString() },
      promise: null,
    }),
  };
}

/** The ticket with the person's rating of the desk's people, taken once, when it is closed. */
export function rate(
  ticket: Ticket,
  given: { score: number; comment: string | null },
  now: Date,
): MoveResult {
  if (isOpen(ticket) || ticket.csat !== null) return { refused: "not-waiting" };
  const about = { score: String(given.score) };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "rated", about }, now, {
      csat: { ...given, at: now.toISOString() },
    }),
  };
}
