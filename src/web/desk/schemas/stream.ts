import { z } from "zod";
import { Ticket } from "../../../store/ticket.ts";
import { Colleague, Presence } from "./people.ts";
import { Entry } from "./talk.ts";

const seq = z.number().int().nonnegative();
const talk = { conversationId: z.string(), ticket: z.number().int().positive() };

/** What the desk sends over `/api/desk/stream`. The first frame is a hello; a reset means that everything is to be fetched anew. */
export const StreamFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), seq, agents: z.array(Colleague) }),
  z.object({ kind: z.literal("reset"), seq }),
  /** `veiled`: somebody else has it, so what it is about is left out */
  z.object({ kind: z.literal("ticket"), seq, ticket: Ticket, veiled: z.boolean() }),
  z.object({ kind: z.literal("activity"), seq, ...talk, entry: Entry }),
  z.object({
    kind: z.literal("typing"),
    seq,
    ...talk,
    who: z.enum(["person", "agent"]),
    agent: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("read"),
    seq,
    ...talk,
    who: z.enum(["person", "agent"]),
    upTo: z.number().int(),
  }),
  z.object({ kind: z.literal("presence"), seq, agent: z.string(), presence: Presence }),
]);
export type StreamFrame = z.infer<typeof StreamFrame>;

/** What a console sends, every 20 seconds. */
export const ClientFrame = z.strictObject({ kind: z.literal("alive") });
