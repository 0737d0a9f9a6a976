/** Whether somebody of the desk is there, and until when or from when on. */
export type Attendance =
  | { kind: "always" }
  | { kind: "now"; closes: Date }
  | { kind: "later"; opens: Date; closes: Date }
  /** the desk is closed, with no end in sight */
  | { kind: "unknown" };

/** What the desk can tell somebody before they wait for a person. */
export interface Outlook {
  /** in the queue, from 1: the one they have, or would get now */
  place: number;
  /** until somebody takes the ticket, as the desk's own recent times tell it; null: the desk cannot tell yet */
  expectedMs: number | null;
  attendance: Attendance;
  /** the desk's own, as an IANA name */
  timeZone: string;
  /** whether answers can be sent by e-mail */
  mail: boolean;
}
