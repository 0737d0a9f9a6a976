import { z } from "zod";

/** A Bot Framework activity as the desk keeps it: the fields it relies on, and whatever else a channel sent. */
export interface Activity {
  type: string;
  id?: string;
  timestamp?: string;
  from?: { id: string; name?: string; role?: string };
  conversation?: { id: string };
  channelId?: string;
  locale?: string;
  text?: string;
  textFormat?: string;
  value?: unknown;
  attachments?: { contentType: string; content?: unknown; name?: string }[];
  suggestedActions?: { to?: string[]; actions: CardAction[] };
  inputHint?: string;
  name?: string;
  replyToId?: string;
  channelData?: Record<string, unknown>;
  [other: string]: unknown;
}

/** A button: `value` comes back unchanged when it is clicked. */
export interface CardAction {
  type: string;
  title: string;
  value?: unknown;
  text?: string;
  displayText?: string;
}

/** A value with the tag that a later write must show. Each look at `value` may give a copy of its own. */
export interface Tagged {
  value: Record<string, unknown>;
  eTag: string;
}

/** A value that is made of its text when it is asked for: whoever only wants the tag pays for nothing. */
export class StoredText implements Tagged {
  readonly #text: string;

  constructor(
    text: string,
    readonly eTag: string,
  ) {
    this.#text = text;
  }

  get value(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }
}

const conversationKey = /^[^/]+\/conversations\/([^/]+)\/?$/;

/** Returns the conversation named in a key of Bot Framework's state, which is stored with it; undefined if none. */
export function conversationOfState(key: string): string | undefined {
  return conversationKey.exec(key)?.[1];
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Refuses a time that could not be read back. Cheaper than a schema, for every message passes here. */
export function checkMoment(at: string): void {
  if (!moment.test(at)) throw new RangeError(`the store takes times as 2026-01-31T12:00:00.000Z, not ${at}`);
}

/** Refuses an activity that could not be read back. */
export function checkActivity(activity: Activity): void {
  if (typeof activity.type !== "string") throw new TypeError("the store takes activities with a type");
}

/** Who may read an entry: everyone in the conversation, or the people of the desk alone. */
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

/** Who writes, over which channel, since when. */
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
