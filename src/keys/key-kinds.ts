import { z } from "zod";

const DAY_MS = 24 * 3_600_000;

/** What each key is for, and for how many milliseconds one that was rotated is still read: as long as what it signed lasts. */
export const overlaps = {
  /** the Direct Line secret, which integrations have */
  "direct-line": 30 * DAY_MS,
  /** tokens of conversations, which are resumed for 30 days after their end */
  conversations: 31 * DAY_MS,
  /** links of e-mails, for 30 days, after which a new one can be asked for */
  "mail-links": 60 * DAY_MS,
  /** invitations, owner and sign-in links */
  "console-links": 8 * DAY_MS,
  /** what the browser keeps during a sign-in at a provider */
  "sign-in-flow": 3_600_000,
  /** what is kept of a provider to ask it again with, for as long as a session may last */
  "provider-tokens": 8 * DAY_MS,
  /** ids of the host page's users, which last as long as their conversations may */
  "host-users": 400 * DAY_MS,
  /** the ids under which people see the desk's agents */
  "agent-ids": 0,
  /** cookies of browsers in which somebody has signed in, which browsers keep for 400 days */
  "device-cookies": 400 * DAY_MS,
} as const;
export type KeyKind = keyof typeof overlaps;
export const KeyKind = z.enum(Object.keys(overlaps) as [KeyKind, ...KeyKind[]]);
