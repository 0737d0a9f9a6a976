import type { OutboxEntry } from "../store/records.ts";

/** What became of one attempt to send something. */
export type Delivery =
  | { kind: "sent" }
  /** nothing has arrived, or the receiver said to come again; `afterMs` is how long it asks to wait */
  | { kind: "again"; reason: string; afterMs?: number }
  /** it must not be sent yet: it waits at the head of its lane, and is looked at again */
  | { kind: "held"; reason: string }
  /** it may have arrived or not: sending again could double it */
  | { kind: "unconfirmed"; reason: string }
  /** it will never be taken */
  | { kind: "refused"; reason: string };

/** Sends entries of one kind. It never throws for what a receiver does. */
export type Courier = (entry: OutboxEntry) => Promise<Delivery>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/** How many attempts an entry gets before it is parked. */
export const TRIES = 8;

/** How long to wait after attempt number `attempt` (from 1): doubling, up to a minute, or for as long as the receiver asks, up to an hour. */
export const pauseAfter = (attempt: number, asked: number | undefined): number =>
  Math.max(
    Math.min(LONGEST_ASKED_MS, asked ?? 0),
    Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
  );
