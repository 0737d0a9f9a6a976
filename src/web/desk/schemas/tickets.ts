import { z } from "zod";
import { Receipt } from "../../../store/records.ts";
import { Onward, Priority, Ticket, TicketDistress, TicketState, WaitPromise } from "../../../store/ticket.ts";
import { ClientId } from "./talk.ts";

export const TicketFilter = z.enum([
  "waiting",
  "mine",
  "all",
  "queued",
  "claimed",
  "resolved",
  "quarantined",
]);

export const TicketQuery = z.object({
  /** quarantined: outside the queue, the newest first; waiting: in the queue or taken, not closed; mine: what the agent has; claimed: what anybody has */
  state: TicketFilter.default("waiting"),
  /** only tickets with a lower number */
  before: z.coerce.number().int().positive().optional(),
  /** what a page named as `next`: goes on behind it, also when the ticket there has left the list meanwhile */
  after: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A ticket as a line of a list. */
export const TicketLine = z
  .object({
    number: z.number().int().positive(),
    revision: z.number().int().positive(),
    conversationId: z.string(),
    openedAt: z.iso.datetime(),
    state: TicketState,
    priority: Priority,
    /** the distress in which the person asked for somebody, or wrote; null: none */
    distress: TicketDistress.nullable(),
    team: z.string().nullable(),
    tags: z.array(z.string()),
    language: z.string(),
    goal: z.string(),
    topic: z.string().nullable(),
    /** the reason that the person gave; null: none, or not for this reader */
    reason: z.string().nullable(),
    /** what the person asked, on one line of at most 90 characters; null: nothing, or not for this reader */
    asked: z.string().max(90).nullable(),
    /** from 1 to 5; null: not rated */
    rating: z.number().int().min(1).max(5).nullable(),
    accountType: z.string().nullable(),
    contact: z.enum(["here", "later", "email"]),
    promise: WaitPromise.nullable(),
    /** a keyed hash of the network from which the conversation began; null: somebody vouches for the person, or it is not known */
    network: z.string().nullable(),
    /** counts from 1; null: not in the queue */
    place: z.number().int().positive().nullable(),
    /** milliseconds; null: the desk cannot tell */
    expectedMs: z.number().nonnegative().nullable(),
    /** the newest words in the talk, at most 140 characters, addresses and numbers left out; null: not for this reader */
    lastText: z.string().max(140).nullable(),
    lastFrom: z.enum(["person", "bot", "agent", "desk"]).nullable(),
    lastAt: z.iso.datetime().nullable(),
    /** messages of the person that no agent has seen, of the newest 40 entries */
    unread: z.number().int().nonnegative(),
  })
  .meta({ id: "TicketLine" });
export type TicketLine = z.infer<typeof TicketLine>;

export const TicketPage = z.object({
  tickets: z.array(TicketLine),
  more: z.boolean(),
  /** where the next page begins, for `after`; null: this is the last one */
  next: z.string().nullable(),
  /** how many tickets all the pages have; null where closed ones are among them, which are not counted */
  total: z.number().int().nonnegative().nullable(),
});

export const TicketDetail = z.object({
  ticket: Ticket,
  place: z.number().int().positive().nullable(),
  expectedMs: z.number().nonnegative().nullable(),
  /** answers are not sent by e-mail until an agent has confirmed the address; null: it is fine, or there is none */
  suspectAddress: z.enum(["not-an-address", "not-typed", "denied", "one-of-several"]).nullable(),
  /** the talk's other tickets, and the same person's open ones, the newest first */
  others: z.array(TicketLine),
  receipts: z.array(Receipt),
  /** the names of the agents that the ticket and its audit speak of, by id */
  agentNames: z.record(z.string(), z.string()),
});

export const TicketAnswer = z.object({ ticket: Ticket });
export const NoteAnswer = z.object({ ticket: Ticket, seq: z.number().int().positive() });

const NoteText = z.string().trim().min(1).max(4000);

export const Nothing = z.strictObject({});
/** `to` is an agent's id or `team:<id>`. */
export const Transfer = z.strictObject({
  to: z.string().min(1).max(100),
  note: z.string().trim().max(4000).nullish(),
});
/** One with a `clientId` that was used before is not noted again. */
export const Note = z.strictObject({ text: NoteText, clientId: ClientId.optional() });
// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
export const Resolve = z.strictObject({ outcome: z.string().trim().min(1).max(500), then: Onward });
export const SetPriority = z.strictObject({ priority: Priority });
export const ConfirmAddress = z.strictObject({ address: z.string().trim().min(1).max(320) });
export const SetTags = z.strictObject({ tags: z.array(z.string().trim().min(1).max(40)).max(20) });
