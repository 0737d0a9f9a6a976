import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Activity } from "../../store/activity.ts";
import type { OutboxEntry } from "../../store/records.ts";
import { wholeChannel } from "./whole-channel.ts";

/** The kind of outbox entries that the courier of the connector sends. */
export const kind = "connector";

/** What the courier sends: a message to a conversation of the channel, new or in place of an earlier one. */
export const Send = z.object({
  serviceUrl: z.string(),
  /** the channel's own; with `;messageid=` it is a thread */
  conversationId: z.string(),
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
  /** the channel's id of the message that this one replaces; null: it is a new one */
  replaces: z.string().nullable().default(null),
  /** the process that wanted it sent, and when, in milliseconds since 1970 */
  born: z.object({ by: z.string(), at: z.number() }).optional(),
});
export type Send = z.infer<typeof Send>;

const LANE_LENGTH = 16;

/** Tells this process from all others. */
const self = randomUUID();

/** Names of lanes outlive what is sent in them, so they do not tell where it went. */
const hashed = (conversationId: string): string =>
  createHash("sha256").update(conversationId).digest("base64url").slice(0, LANE_LENGTH);

/** The outbox entry that sends something because of a talk of the desk's. What goes to one conversation of the channel, its threads included, stays in order. */
export const sending = (about: { id: string; talk: string }, send: Send): OutboxEntry => ({
  id: about.id,
  conversationId: about.talk,
  kind,
  lane: `${kind}/${hashed(wholeChannel(send.conversationId))}`,
  payload: { ...send, born: { by: self, at: Date.now() } } satisfies Send,
});

/** Whether a process that is gone may have begun to send this. `leaseMs`: for so long a process that shares the store keeps what it sends to itself; 0 when none does. */
export const isLeft = ({ born }: Send, now: number, leaseMs: number): boolean =>
  born !== undefined && born.by !== self && now - born.at >= leaseMs;
