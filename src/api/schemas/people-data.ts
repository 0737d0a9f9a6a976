import { z } from "zod";
import { Conversation, Rating, Receipt } from "../../store/records.ts";
import { Ticket } from "../../store/ticket.ts";

/** Identifies a person: by conversation id, user id, ticket such as XD-1001, or e-mail address. */
export const WhosePerson = z.strictObject({ person: z.string().trim().min(1).max(254) });

/** Summary that identifies a person's conversation. */
export const FoundConversation = z
  .object({
    ...Conversation.pick({ id: true, channel: true, startedAt: true }).shape,
    /** number of log entries */
    entries: z.number().int().nonnegative(),
    tickets: z.array(z.string()),
    held: z.boolean(),
  })
  .meta({ id: "FoundTalk" });
export type FoundConversation = z.infer<typeof FoundConversation>;

export const FoundPerson = z.object({ talks: z.array(FoundConversation) });

const count = z.number().int().nonnegative();

const CopiedConversation = z
  .object({
    talk: Conversation.pick({ id: true, channel: true, userId: true, locale: true, startedAt: true }),
    said: z.array(
      z.object({
        at: z.iso.datetime(),
        who: z.enum(["person", "desk"]),
        name: z.string().nullable(),
        text: z.string(),
      }),
    ),
    receipts: z.array(Receipt),
    ratings: z.array(Rating),
    tickets: z.array(
      z.object({
        ...Ticket.pick({
          openedAt: true,
          goal: true,
          topic: true,
          accountType: true,
          trail: true,
          summary: true,
          contact: true,
          consentAt: true,
          promise: true,
          csat: true,
        }).shape,
        name: z.string(),
        state: z.string(),
      }),
    ),
  })
  .meta({ id: "CopiedTalk" });

/** Complete export of a person's data, with counts. */
export const ExportedPerson = z.object({
  talks: z.array(CopiedConversation),
  exported: z.object({ talks: count, said: count, receipts: count, ratings: count, tickets: count }),
});

/** Receipt number and counts of an erasure; `held` conversations stay. */
export const ErasedPerson = z.object({
  receipt: z.string(),
  erased: z.object({
    talks: count,
    entries: count,
    receipts: count,
    ratings: count,
    tickets: count,
    held: count,
  }),
});
export type ErasedPerson = z.infer<typeof ErasedPerson>;

/** Number of conversations of a person, and of those that the action changed. */
export const HeldPerson = z.object({ talks: count, changed: count });
