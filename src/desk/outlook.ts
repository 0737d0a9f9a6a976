import { attendanceFrom, type OpeningHours } from "./hours.ts";
import type { QueueLine } from "./human-desk.ts";
import { type Newcomer, placeOfNew } from "./queue.ts";

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
  /** until somebody is likely to take the ticket, as the desk's own recent times tell it; null: it cannot tell yet, or nobody is there */
  expectedMs: number | null;
  /** the moment that this comes to */
  until: Date | null;
  attendance: Attendance;
  /** whether one of the desk's people is at the desk at this moment */
  manned: boolean;
  /** the desk's own, as an IANA name */
  timeZone: string;
  /** whether answers can be sent by e-mail */
  mail: boolean;
}

const LONG_MS = 7 * 86_400_000;

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
export function outlookAt(
  number: number | null,
  newcomer: Newcomer,
  queue: readonly QueueLine[],
  expected: (place: number) => number | null,
  { hours, mail, manned, now }: { hours: OpeningHours; mail: boolean; manned: boolean; now: Date },
): Outlook {
  const place =
    queue.find(({ ticket }) => ticket.number === number)?.place ??
    placeOfNew(
      queue.map(({ ticket }) => ticket),
      newcomer,
      now,
    );
  const expectedMs = manned ? expected(place) : null;
  return {
    place,
    expectedMs,
    until: expectedMs === null ? null : new Date(now.getTime() + expectedMs),
    attendance: attendanceAt(hours, now),
    manned,
    timeZone: hours.timeZone,
    mail,
  };
}
