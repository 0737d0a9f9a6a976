import { z } from "zod";
import type { Activity } from "./activity.ts";

/** Who may read an entry: everyone in the talk, or the people of the desk alone. */
export const Audience = z.enum(["everyone", "desk"]);
export type Audience = z.infer<typeof Audience>;

/** One line of a conversation's log. `seq` counts from 1 without gaps and is the Direct Line watermark. */
export const LogEntry = z.object({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  audience: Audience,
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** Who talks, over which channel, since when. */
export const Conversation = z.object({
  id: z.string().min(1),
  channel: z.string().min(1),
  userId: z.string().min(1),
  locale: z.string().default("en"),
  startedAt: z.iso.datetime(),
  /** seq of the newest entry, 0 when nothing was said */
  lastSeq: z.number().int().nonnegative(),
});
export type Conversation = z.infer<typeof Conversation>;

/** A place in the guide, by name. */
export const Place = z.object({ guide: z.string(), step: z.string(), version: z.string() });
export type Place = z.infer<typeof Place>;

/** What was advised and accepted before an explicit yes to deleting. */
export const Receipt = z.object({
  id: z.string(),
  conversationId: z.string(),
  at: z.iso.datetime(),
  guideVersion: z.string(),
  reason: z.string().nullable(),
  accountType: z.string().nullable(),
  /** passage ids, in the order they were shown */
  advised: z.array(z.string()),
  /** alternatives that were offered, and what the person said to each */
  alternatives: z.array(z.object({ id: z.string(), answer: z.string() })),
  accepted: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

/** Whether it was solved, in the person's own words. */
export const Rating = z.object({
  id: z.string(),
  conversationId: z.string(),
  at: z.iso.datetime(),
  solved: z.enum(["yes", "partly", "no"]),
  comment: z.string().nullable(),
});
export type Rating = z.infer<typeof Rating>;

/** How the desk's people can answer. */
export const Contact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("here") }),
  z.object({ kind: z.literal("email"), address: z.string() }),
]);
export type Contact = z.infer<typeof Contact>;

/** A request for a person. `number` is read aloud as `XD-<number>`. */
export const Ticket = z.object({
  number: z.number().int().positive(),
  conversationId: z.string(),
  channel: z.string(),
  openedAt: z.iso.datetime(),
  state: z.discriminatedUnion("kind", [z.object({ kind: z.literal("queued"), since: z.iso.datetime() })]),
  goal: z.string(),
  topic: z.string().nullable(),
  accountType: z.string().nullable(),
  place: Place.nullable(),
  /** steps done so far, oldest first */
  trail: z.array(z.object({ guide: z.string(), step: z.string(), answer: z.string().nullable() })),
  summary: z.string(),
  contact: Contact,
  consentAt: z.iso.datetime(),
  /** the log up to this entry is what the desk's people are shown */
  transcript: z.object({ conversationId: z.string(), upTo: z.number().int() }),
  receipts: z.array(z.string()),
});
export type Ticket = z.infer<typeof Ticket>;

/** Something to be sent out of the desk, in order for each `lane`. */
export const OutboxEntry = z.object({
  id: z.string(),
  conversationId: z.string(),
  kind: z.string(),
  lane: z.string(),
  payload: z.unknown(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;
