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

/** The tickets in quarantine of one network, which is known by a keyed hash. */
const HeldNetwork = z
  .object({
    /** null: of no network that is known any more */
    network: z.string().nullable(),
    tickets: z.number().int().positive(),
    /** of these, in which somebody is in distress */
    distress: z.number().int().nonnegative(),
    /** of the same network in the queue, taken up by nobody yet */
    queued: z.number().int().nonnegative(),
    because: HeldBecause,
    oldest: z.iso.datetime(),
    newest: z.iso.datetime(),
  })
  .meta({ id: "HeldNetwork" });

/** Something that closed many tickets at once, which can be undone until a moment. */
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
  /** the networks with the most tickets first, at most 200 of them */
  networks: z.array(HeldNetwork),
  /** how many networks there are */
  networksTotal: z.number().int().nonnegative(),
  acts: z.array(BulkCloseAct),
});
export type QuarantinePage = z.infer<typeof QuarantinePage>;

export const LetInAnswer = z.object({ tickets: z.number().int().nonnegative() });

/** What is closed besides the network's quarantine: its tickets in the queue (supervisors and owners), and those in distress. */
export const BulkCloseRequest = z.strictObject({
  queued: z.boolean().default(false),
  distress: z.boolean().default(false),
});
/** `left`: tickets that one act did not close; another one does. */
export const BulkCloseResult = z.object({ act: BulkCloseAct, left: z.number().int().nonnegative() });

const TicketFilter = z.enum(["waiting", "mine", "all", "queued", "claimed", "resolved", "quarantined"]);

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
    /** the newest words in the conversation, at most 140 characters, addresses and numbers left out; null: not for this reader */
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
  /** the conversation's other tickets, and the same person's open ones, the newest first */
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
export const ResolveTicket = z.strictObject({
  outcome: z.string().trim().min(1).max(500),
  // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
  then: TicketContinuation,
});
export const SetPriority = z.strictObject({ priority: Priority });
export const ConfirmAddress = z.strictObject({ address: z.string().trim().min(1).max(320) });
export const SetTags = z.strictObject({ tags: z.array(z.string().trim().min(1).max(40)).max(20) });

export const CannedQuery = z.object({ q: z.string().max(100).default("") });

/** A ready answer: a passage of the guide, or one that the team wrote. */
export const CannedReply = z
  .object({ id: z.string(), title: z.string(), text: z.string(), from: z.enum(["guide", "team"]) })
  .meta({ id: "CannedReply" });
export type CannedReply = z.infer<typeof CannedReply>;
export const CannedReplies = z.object({ canned: z.array(CannedReply) });

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  before: z.coerce.number().int().positive().optional(),
});

/** A ticket that has all the words, and where: `seq` is the entry in its conversation, or null for the ticket itself. */
const SearchHit = z
  .object({ ticket: TicketLine, snippet: z.string(), seq: z.number().int().positive().nullable() })
  .meta({ id: "SearchHit" });

export const SearchPage = z.object({
  hits: z.array(SearchHit),
  /** whether there are older ones, below the last one's number */
  more: z.boolean(),
  /** how far back the search looks; null: at everything */
  reachesBackDays: z.number().int().positive().nullable(),
});

const Count = z.number().int().nonnegative();

/** What people said of the desk's people (`csat`), apart from what they said of the bot alone (`solved`). */
export const Reports = z.object({
  csat: z.object({
    count: Count,
    average: z.number().min(1).max(5).nullable(),
    byScore: z.object({ "1": Count, "2": Count, "3": Count, "4": Count, "5": Count }),
  }),
  solved: z.object({ count: Count, yes: Count, partly: Count, no: Count }),
});
export type Reports = z.infer<typeof Reports>;
