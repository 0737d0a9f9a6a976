import { type Contact, isOpen, Priority, type Ticket } from "../../store/ticket.ts";
import type { MoveResult } from "../human-desk.ts";
import { changeTicket } from "./transition.ts";

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
