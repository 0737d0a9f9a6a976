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
