import type { Contact, WaitPromise } from "../store/ticket.ts";
import type { Outlook } from "./outlook.ts";

/** What is promised to somebody who chose how to be answered: only who waits here is promised a time. */
export function promised(contact: Contact, outlook: Outlook, now: Date): WaitPromise | null {
  if (contact.kind !== "here") return null;
  const { attendance, expectedMs, place } = outlook;
  const from = attendance.kind === "later" ? attendance.opens : now;
  const known = expectedMs !== null && attendance.kind !== "unknown";
  return {
    toldAt: now.toISOString(),
    place,
    until: known ? new Date(from.getTime() + expectedMs).toISOString() : null,
    brokenAt: null,
  };
}
