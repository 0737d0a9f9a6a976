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
  /** number of its one open ticket */
  ticket: z.number().int().positive().nullable(),
  /** the agent who speaks; null: the bot does */
  agent: z.string().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

/** What is known of a conversation when it is opened. The rest comes of what happens in it. */
export const ConversationStart = Conversation.omit({ lastSeq: true, ticket: true, agent: true });
export type ConversationStart = z.infer<typeof ConversationStart>;

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

/** Something to be sent out of the desk, in order for each `lane`. */
export const OutboxEntry = z.object({
  id: z.string(),
  conversationId: z.string(),
  kind: z.string(),
  lane: z.string(),
  payload: z.unknown(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;
