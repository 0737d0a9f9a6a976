import { z } from "zod";

const DAY_MS = 24 * 3_600_000;

/**
 * Kinds of keys, with the time in milliseconds for which a rotated one is accepted: the lifetime of what it
 * signed.
 */
export const overlaps = {
  /** the Direct Line secret of integrations */
  "direct-line": 30 * DAY_MS,
  /** conversation tokens, which can be resumed for 30 days after expiry */
  conversations: 31 * DAY_MS,
  /** e-mailed links, valid for 30 days and renewable afterwards */
  "mail-links": 60 * DAY_MS,
  /** invitation, owner and sign-in links */
  "console-links": 8 * DAY_MS,
  /** browser state during a sign-in at the provider */
  "sign-in-flow": 3_600_000,
  /** stored provider tokens for revalidation, kept as long as a session */
  "provider-tokens": 8 * DAY_MS,
  /** ids of the host page's users, as long-lived as their conversations */
  "host-users": 400 * DAY_MS,
  /** pseudonyms of agents */
  "agent-ids": 0,
  /** device cookies, which browsers keep for 400 days */
  "device-cookies": 400 * DAY_MS,
} as const;
export type KeyKind = keyof typeof overlaps;
export const KeyKind = z.enum(Object.keys(overlaps) as [KeyKind, ...KeyKind[]]);
