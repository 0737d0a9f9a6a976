import { type Contact, isOpen, Priority, type Ticket, type TicketContinuation } from "../../store/ticket.ts";
import type { Actor, MoveResult } from "../human-desk.ts";
import { byAgent, changeTicket, notTheirs } from "./transition.ts";

/** Returns whether a ticket is in the queue. */
export const isQueued = ({ state }: Ticket): boolean => state.kind === "queued" || state.kind === "reopened";

/** Records the wait promise: position, and availability if known. */
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

/** Returns whether a promised time has passed without an apology. */
export function isBroken(ticket: Ticket, now: Date): boolean {
  const { promise: given } = ticket;
  if (!isQueued(ticket) || given === null || given.until === null || given.brokenAt !== null) return false;
  return Date.parse(given.until) <= now.getTime();
}

/** Marks the promise as broken, and raises the priority. */
export function promiseBroken(ticket: Ticket, now: Date): MoveResult {
  if (!isBroken(ticket, now) || ticket.promise === null) return { refused: "not-waiting" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "desk" }, what: "promise-broken" }, now, {
      promise: { ...ticket.promise, brokenAt: now.toISOString() },
      priority: oneUp(ticket.priority),
    }),
  };
}

/** Changes the contact of an open ticket. */
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

/** Resolves the ticket; `onward` is the continuation of the conversation. */
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

/** Returns when a ticket expires, in ms since the epoch; null unless it waits for the person. */
export function expiresAt({ state }: Ticket, expireDays: number): number | null {
  return state.kind === "waiting" ? Date.parse(state.since) + expireDays * DAY_MS : null;
}

/** Closes the ticket, because the person stayed away for too long. */
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

/** Closes an open ticket on the person's request, whether queued or claimed. */
export function withdraw(ticket: Ticket, now: Date): MoveResult {
  if (!isOpen(ticket)) return { refused: "closed" };
  return {
    ticket: changeTicket(ticket, { who: { kind: "person" }, what: "withdrawn" }, now, {
      state: { kind: "expired", since: now.toISOString(), withdrawn: true },
      promise: null,
    }),
  };
}

/** Closes the ticket before its conversation is erased. */
export const endForErasure = (ticket: Ticket, now: Date): Ticket =>
  changeTicket(ticket, { who: { kind: "desk" }, what: "expired", about: { because: "erased" } }, now, {
    state: { kind: "expired", since: now.toISOString() },
    promise: null,
  });

/** Returns the ticket to the queue when the person writes within `reopenDays`. Unchanged when it is open. */
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

/** Adds the rating of the agents, once, after the ticket is closed. */
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
