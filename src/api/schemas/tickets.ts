import { z } from "zod";
import { Receipt } from "../../store/records.ts";
import {
  HeldBecause,
  Priority,
  Ticket,
  TicketContinuation,
  TicketDistress,
  TicketState,
  WaitPromise,
} from "../../store/ticket.ts";
import { ClientId } from "./conversations.ts";

export type { Activity, LogEntry } from "../../store/records.ts";
export type { Priority, Receipt, Ticket, TicketContinuation };

/** Quarantined tickets of one network, identified by a keyed hash. */
const HeldNetwork = z
  .object({
    /** null: the network is no longer known */
    network: z.string().nullable(),
    tickets: z.number().int().positive(),
    /** tickets of people in distress among them */
    distress: z.number().int().nonnegative(),
    /** unclaimed tickets of the same network in the queue */
    queued: z.number().int().nonnegative(),
    because: HeldBecause,
    oldest: z.iso.datetime(),
    newest: z.iso.datetime(),
  })
  .meta({ id: "HeldNetwork" });

/** A bulk close, which can be undone until a deadline. */
const BulkCloseAct = z
  .object({
    id: z.string(),
    network: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
    until: z.iso.datetime(),
    tickets: z.number().int().nonnegative(),
  })
  .meta({ id: "SweepAct" });

export const QuarantinePage = z.object({
  total: z.number().int().nonnegative(),
  /** networks with the most tickets, at most 200 */
  networks: z.array(HeldNetwork),
  /** total number of networks */
  networksTotal: z.number().int().nonnegative(),
  acts: z.array(BulkCloseAct),
});
export type QuarantinePage = z.infer<typeof QuarantinePage>;

export const LetInAnswer = z.object({ tickets: z.number().int().nonnegative() });

/**
 * Scope of a bulk close beyond quarantine: tickets in the queue (supervisors and owners), and those in
 * distress.
 */
export const BulkCloseRequest = z.strictObject({
  queued: z.boolean().default(false),
  distress: z.boolean().default(false),
});
/** `left`: matching tickets beyond the limit of one act. */
export const BulkCloseResult = z.object({ act: BulkCloseAct, left: z.number().int().nonnegative() });

const TicketFilter = z.enum(["waiting", "mine", "all", "queued", "claimed", "resolved", "quarantined"]);

export const TicketQuery = z.object({
  /** quarantined: held back, newest first; waiting: in the queue; mine: the agent's own; claimed: anyone's */
  state: TicketFilter.default("waiting"),
  /** only tickets with a lower number */
  before: z.coerce.number().int().positive().optional(),
  /** `next` of the previous page; stays valid when that ticket has left the list */
  after: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A ticket in a list. */
export const TicketLine = z
  .object({
    number: z.number().int().positive(),
    revision: z.number().int().positive(),
    conversationId: z.string(),
    openedAt: z.iso.datetime(),
    state: TicketState,
    priority: Priority,
    /** most urgent distress of the person; null: none */
    distress: TicketDistress.nullable(),
    team: z.string().nullable(),
    tags: z.array(z.string()),
    language: z.string(),
    goal: z.string(),
    topic: z.string().nullable(),
    /** reason that the person gave; null: none, or hidden from this reader */
    reason: z.string().nullable(),
    /**
     * question of the person, on one line of at most 90 characters; null: none, or hidden from this reader
     */
    asked: z.string().max(90).nullable(),
    /** from 1 to 5; null: not rated */
    rating: z.number().int().min(1).max(5).nullable(),
    accountType: z.string().nullable(),
    contact: z.enum(["here", "later", "email"]),
    promise: WaitPromise.nullable(),
    /** keyed hash of the network where the conversation began; null: vouched for, or unknown */
    network: z.string().nullable(),
    /** position from 1; null: not in the queue */
    place: z.number().int().positive().nullable(),
    /** milliseconds; null: unknown */
    expectedMs: z.number().nonnegative().nullable(),
    /** newest message, at most 140 characters, with contacts redacted; null: hidden from this reader */
    lastText: z.string().max(140).nullable(),
    lastFrom: z.enum(["person", "bot", "agent", "desk"]).nullable(),
    lastAt: z.iso.datetime().nullable(),
    /** unread messages of the person among the newest 40 entries */
    unread: z.number().int().nonnegative(),
  })
  .meta({ id: "TicketLine" });
export type TicketLine = z.infer<typeof TicketLine>;

export const TicketPage = z.object({
  tickets: z.array(TicketLine),
  more: z.boolean(),
  /** start of the next page, for `after`; null: the last page */
  next: z.string().nullable(),
  /** number of tickets in all pages; null when closed ones are included, which are not counted */
  total: z.number().int().nonnegative().nullable(),
});

export const TicketDetail = z.object({
  ticket: Ticket,
  place: z.number().int().positive().nullable(),
  expectedMs: z.number().nonnegative().nullable(),
  /** why the address must be confirmed before e-mail is sent; null: not suspect, or none */
  suspectAddress: z.enum(["not-an-address", "not-typed", "denied", "one-of-several"]).nullable(),
  /** other tickets of the conversation, and the person's open ones, newest first */
  others: z.array(TicketLine),
  receipts: z.array(Receipt),
  /** names of the agents in the ticket and its audit, by id */
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
/** A note. A repeated `clientId` is not stored again. */
export const Note = z.strictObject({ text: NoteText, clientId: ClientId.optional() });
export const ResolveTicket = z.strictObject({
  outcome: z.string().trim().min(1).max(500),
  // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
  then: TicketContinuation,
});
export const SetPriority = z.strictObject({ priority: Priority });
export const ConfirmAddress = z.strictObject({ address: z.string().trim().min(1).max(320) });
export const SetTags = z.strictObject({ tags: z.array(z.string().trim().min(1).max(40)).max(20) });

export const CannedQuery = z.object({ q: z.string().max(100).default("") });

/** A canned reply: a passage of the guide, or one that the team wrote. */
export const CannedReply = z
  .object({ id: z.string(), title: z.string(), text: z.string(), from: z.enum(["guide", "team"]) })
  .meta({ id: "CannedReply" });
export type CannedReply = z.infer<typeof CannedReply>;
export const CannedReplies = z.object({ canned: z.array(CannedReply) });

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  before: z.coerce.number().int().positive().optional(),
});

/** A matching ticket; `seq` is the matching entry of its conversation, or null for the ticket itself. */
const SearchHit = z
  .object({ ticket: TicketLine, snippet: z.string(), seq: z.number().int().positive().nullable() })
  .meta({ id: "SearchHit" });

export const SearchPage = z.object({
  hits: z.array(SearchHit),
  /** whether there are older hits */
  more: z.boolean(),
  /** age of the oldest searched tickets in days; null: all */
  reachesBackDays: z.number().int().positive().nullable(),
});

const Count = z.number().int().nonnegative();

/** Ratings of agents (`csat`) and of the bot alone (`solved`). */
export const Reports = z.object({
  csat: z.object({
    count: Count,
    average: z.number().min(1).max(5).nullable(),
    byScore: z.object({ "1": Count, "2": Count, "3": Count, "4": Count, "5": Count }),
  }),
  solved: z.object({ count: Count, yes: Count, partly: Count, no: Count }),
});
export type Reports = z.infer<typeof Reports>;
