import { z } from "zod";
import { Audience } from "../../store/records.ts";
import { Ticket } from "../../store/ticket.ts";
import { AgentPresence, Colleague } from "./accounts.ts";

/** A Bot Framework activity; `text` is only ever text, whoever wrote it. */
const Activity = z.looseObject({ type: z.string() }).meta({ id: "Activity" });

/** One line of a conversation's log. */
const Entry = z
  .object({ seq: z.number().int().positive(), at: z.iso.datetime(), audience: Audience, activity: Activity })
  .meta({ id: "Entry" });

export const ConversationQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const ConversationPage = z.object({
  activities: z.array(Entry),
  /** there are later ones, from `after=<next>` on; a page ends after about 256 KB, whatever `limit` says */
  more: z.boolean(),
  next: z.number().int().nonnegative().nullable(),
  /** seq of the newest entry there is */
  lastSeq: z.number().int().nonnegative(),
  /** up to which entry each side has seen the conversation */
  readUpTo: z.object({ person: z.number().int(), agent: z.number().int() }),
});

/** What the sender calls a message, so that sending it again does no harm. */
export const ClientId = z.string().regex(/^[\w-]{1,100}$/);

/** A message to the person. One with a `clientId` that was used before is not said again. */
export const SendMessage = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  clientId: ClientId.optional(),
});
export const SentMessage = z.object({ seq: z.number().int().positive(), id: z.string() });
export const Seen = z.strictObject({ upTo: z.number().int().nonnegative() });

/** A device, or a link that nobody has opened yet, by which a conversation can be opened. The id opens nothing. */
export const Device = z
  .object({
    id: z.string(),
    kind: z.enum(["browser", "mail-link", "host-user", "integration"]),
    isLink: z.boolean(),
    /** what the browser says it is */
    device: z.string(),
    madeAt: z.iso.datetime(),
    /** to a day */
    seenAt: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;
export const DeviceList = z.object({ devices: z.array(Device) });

const seq = z.number().int().nonnegative();
const conversation = { conversationId: z.string(), ticket: z.number().int().positive() };

/** What the desk sends over `/api/desk/stream`. The first frame is a hello; a reset means that everything is to be fetched anew. */
export const StreamFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), seq, agents: z.array(Colleague) }),
  z.object({ kind: z.literal("reset"), seq }),
  /** `veiled`: somebody else has it, so what it is about is left out */
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

/** What a console sends, every 20 seconds. */
export const ClientFrame = z.strictObject({ kind: z.literal("alive") });
