import { z } from "zod";
import { Conversation, Rating, Receipt } from "../../store/records.ts";
import { Ticket } from "../../store/ticket.ts";

/** Whose data: by the id of a conversation or of the person, a ticket such as XD-1001, or the e-mail address they gave. */
export const WhosePerson = z.strictObject({ person: z.string().trim().min(1).max(254) });

/** A person's conversation, as far as one must know it to tell which it is. */
export const FoundConversation = z
  .object({
    ...Conversation.pick({ id: true, channel: true, startedAt: true }).shape,
    /** how much was said */
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

/** Everything a person may have, and how much it is. */
export const ExportedPerson = z.object({
  talks: z.array(CopiedConversation),
  exported: z.object({ talks: count, said: count, receipts: count, ratings: count, tickets: count }),
});

/** The number of the receipt, and how much is gone; `held` conversations stay. */
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

/** How many conversations a person has, and how many of them that changed. */
export const HeldPerson = z.object({ talks: count, changed: count });
