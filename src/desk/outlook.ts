import type { Store } from "../store/port.ts";
import type { Ticket } from "../store/ticket.ts";
import { afterOpenMs, attendanceFrom, type OpeningHours } from "./hours.ts";
import { queueOrder } from "./queue.ts";
import { expectedWait, pastWait } from "./wait.ts";

/** Whether somebody of the desk is there, and until when or from when on. */
export type Attendance =
  | { kind: "always" }
  | { kind: "now"; closes: Date }
  | { kind: "later"; opens: Date; closes: Date }
  /** nobody is there, and there is no telling when somebody will be */
  | { kind: "unknown" };

/** What the desk can tell somebody before they wait for a person. */
export interface Outlook {
  /** in the queue, from 1: the one they have, or would get now */
  place: number;
  /** time that somebody is there until the ticket is taken, as the desk's own recent times tell it; null: it cannot tell yet */
  expectedMs: number | null;
  /** the moment that this comes to */
  until: Date | null;
  attendance: Attendance;
  /** the desk's own, as an IANA name */
  timeZone: string;
  /** whether answers can be sent by e-mail */
  mail: boolean;
}

const LONG_MS = 7 * 86_400_000;
const NEWEST = 100;

/** When somebody is there, seen from a moment; a desk that does not close for a week counts as always open. */
export function attendanceAt(hours: OpeningHours, now: Date): Attendance {
  if (hours.hours === undefined) return { kind: "always" };
  const next = attendanceFrom(hours, now);
  if (next === null) return { kind: "unknown" };
  if (next.opens > now) return { kind: "later", ...next };
  return next.closes.getTime() - now.getTime() > LONG_MS
    ? { kind: "always" }
    : { kind: "now", closes: next.closes };
}

/** What somebody can expect who has this ticket in the queue, or would get one now (`number` null). */
export function outlookFor(
  number: number | null,
  desk: { open: readonly Ticket[]; newest: readonly Ticket[]; hours: OpeningHours; mail: boolean; now: Date },
): Outlook {
  const { hours, now, mail } = desk;
  const queue = queueOrder(desk.open);
  const at = queue.findIndex((ticket) => ticket.number === number);
  const place = at === -1 ? queue.length + 1 : at + 1;
  const past = desk.newest.flatMap((ticket) => pastWait(ticket, hours) ?? []);
  const expectedMs = expectedWait(past, place, now);
  const until = expectedMs === null ? null : afterOpenMs(hours, now, expectedMs);
  return { place, expectedMs, until, attendance: attendanceAt(hours, now), timeZone: hours.timeZone, mail };
}

/** Asks the store for what an outlook is made of, each time it is wanted. */
export const makeOutlook =
  (
    store: Pick<Store, "openTickets" | "newestTickets">,
    hours: OpeningHours,
    mail: boolean,
    now: () => Date,
  ) =>
  async (number: number | null): Promise<Outlook> =>
    outlookFor(number, {
      open: await store.openTickets(),
      newest: await store.newestTickets({ limit: NEWEST }),
      hours,
      mail,
      now: now(),
    });
