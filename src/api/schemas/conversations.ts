import { z } from "zod";
import { Audience } from "../../store/records.ts";
import { Ticket } from "../../store/ticket.ts";
import { AgentPresence, Colleague } from "./accounts.ts";

/** A Bot Framework activity; `text` is always plain text. */
const Activity = z.looseObject({ type: z.string() }).meta({ id: "Activity" });

/** One entry of a conversation's log. */
const Entry = z
  .object({ seq: z.number().int().positive(), at: z.iso.datetime(), audience: Audience, activity: Activity })
  .meta({ id: "Entry" });

export const ConversationQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const ConversationPage = z.object({
  activities: z.array(Entry),
  /**
   * whether there are later entries, from `after=<next>`; a page ends after about 256 KB, whatever the limit
   */
  more: z.boolean(),
  next: z.number().int().nonnegative().nullable(),
  /** sequence number of the newest entry */
  lastSeq: z.number().int().nonnegative(),
  /** read marker of each side */
  readUpTo: z.object({ person: z.number().int(), agent: z.number().int() }),
});

/** Client-chosen message id that makes a retry idempotent. */
export const ClientId = z.string().regex(/^[\w-]{1,100}$/);

/** A message to the person. A repeated `clientId` is not sent again. */
export const SendMessage = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  clientId: ClientId.optional(),
});
export const SentMessage = z.object({ seq: z.number().int().positive(), id: z.string() });
export const Seen = z.strictObject({ upTo: z.number().int().nonnegative() });

/** A device or unopened link with access to a conversation. The id grants nothing. */
export const Device = z
  .object({
    id: z.string(),
    kind: z.enum(["browser", "mail-link", "host-user", "integration"]),
    isLink: z.boolean(),
    /** `User-Agent` */
    device: z.string(),
    madeAt: z.iso.datetime(),
    /** precise to a day */
    seenAt: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;
export const DeviceList = z.object({ devices: z.array(Device) });

const seq = z.number().int().nonnegative();
const conversation = { conversationId: z.string(), ticket: z.number().int().positive() };

/** Frame of `/api/desk/stream`. The first is a hello; a reset tells the client to reload everything. */
export const StreamFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), seq, agents: z.array(Colleague) }),
  z.object({ kind: z.literal("reset"), seq }),
  /** `veiled`: the ticket belongs to another agent, so its content is redacted */
  z.object({ kind: z.literal("ticket"), seq, ticket: Ticket, veiled: z.boolean() }),
  z.object({ kind: z.literal("activity"), seq, ...conversation, entry: Entry }),
  z.object({
    kind: z.literal("typing"),
    seq,
    ...conversation,
    who: z.enum(["person", "agent"]),
    agent: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("read"),
    seq,
    ...conversation,
    who: z.enum(["person", "agent"]),
    upTo: z.number().int(),
  }),
  z.object({ kind: z.literal("presence"), seq, agent: z.string(), presence: AgentPresence }),
]);
export type StreamFrame = z.infer<typeof StreamFrame>;

/** Heartbeat of a console, every 20 seconds. */
export const ClientFrame = z.strictObject({ kind: z.literal("alive") });
