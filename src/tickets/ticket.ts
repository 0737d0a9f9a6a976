import { z } from "zod";
import type { Conversation, LogEntry } from "../store/records.ts";
import { type Contact, type HeldBecause, type PlaceInGuide, Priority, type Ticket } from "../store/ticket.ts";
import { isQueued } from "./transitions/close.ts";

/** Sorts queued tickets: distress and lost leases first, then by priority, promise and age. */
export function queueOrder(tickets: readonly Ticket[]): Ticket[] {
  return tickets
    .filter(isQueued)
    .map((ticket) => ({ ticket, rank: rankOf(ticket) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ ticket }) => ticket);
}

/** Fields that decide the position of a new ticket. */
export type NewTicketRank = Pick<Ticket, "priority" | "distress">;

/** Returns the position, from 1, that a new ticket would get. */
export const placeOfNew = (queue: readonly Ticket[], newcomer: NewTicketRank, now: Date): number => {
  const at = now.toISOString();
  const state = { kind: "queued" as const, since: at };
  const rank = rankOf({ ...newcomer, state, promise: null, openedAt: at, number: Infinity });
  return queue.filter((ticket) => compare(rankOf(ticket), rank) <= 0).length + 1;
};

/** Returns a cursor for a ticket's position. It stays valid after the ticket has left the queue or moved. */
export const queueMark = (ticket: Ticket): string =>
  rankOf(ticket)
    .map((value) => (value === Infinity ? "-" : value))
    .join(".");

/** Returns the tickets behind a cursor; null for an invalid one. */
export function behindMark(queue: readonly Ticket[], text: string): Ticket[] | null {
  if (!/^(\d+|-)(\.(\d+|-))*$/.test(text)) return null;
  const rank = text.split(".").map((value) => (value === "-" ? Infinity : Number(value)));
  const [first] = queue;
  if (first !== undefined && rankOf(first).length !== rank.length) return null;
  return queue.filter((ticket) => compare(rank, rankOf(ticket)) < 0);
}

type Ranked = NewTicketRank & Pick<Ticket, "state" | "promise" | "openedAt" | "number">;

function rankOf({ state, priority, distress, promise, openedAt, number }: Ranked): number[] {
  return [
    distress !== null || (state.kind === "queued" && state.ahead) ? 0 : 1,
    Priority.options.indexOf(priority),
    promise?.until ? Date.parse(promise.until) : Infinity,
    Date.parse(openedAt),
    number,
  ];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) < (other[at] ?? 0) ? -1 : 1;
}

/** Reason why a message was not answered: not understood, not in the guide, or out of scope. */
export const Unanswered = z.enum(["unsure", "not_in_guide", "oos"]);
export type Unanswered = z.infer<typeof Unanswered>;

/**
 * Interpretation of a typed message, as staff see it. `score` is 0 to 1; alternatives are sorted best first.
 */
export const InterpretationRecord = z.object({
  as: z.enum([
    "choice",
    "moment",
    "email",
    "text",
    "command",
    "topic",
    "which",
    "unsure",
    "distress",
    "wish",
    "remark",
  ]),
  topic: z.string().nullable(),
  score: z.number(),
  others: z.array(z.object({ topic: z.string(), score: z.number() })),
  unanswered: Unanswered.nullable(),
  /** the acts that decided the turn, each with its option, topic or command; absent in earlier versions */
  acts: z.array(z.object({ act: z.string(), id: z.string().optional() })).default([]),
});
export type InterpretationRecord = z.infer<typeof InterpretationRecord>;

/** Name of the event that records it in the log, after the message. */
export const INTERPRETATION_EVENT = "heard";

/** Returns the interpretation in a log entry, if any. */
export const interpretationIn = ({ audience, activity }: LogEntry): InterpretationRecord | undefined =>
  audience === "desk" && activity.type === "event" && activity.name === INTERPRETATION_EVENT
    ? InterpretationRecord.safeParse(activity.value).data
    : undefined;

/** Returns the public name of a ticket, such as `XD-1042`. */
export const ticketName = (number: number): string => `XD-${number}`;

/** Data of a conversation at handover. */
interface Handover {
  number: number;
  conversation: Conversation;
  /** in which the person wrote, as a locale */
  language: string;
  goal: string;
  topic: string | null;
  accountType: string | null;
  place: PlaceInGuide | null;
  trail: Ticket["trail"];
  summary: string;
  distress: Ticket["distress"];
  contact: Contact;
  receipts: readonly string[];
  told: Ticket["told"];
  /** sequence number of the entry in which the person agreed */
  agreedIn: number;
  /** keyed hash; null: not counted */
  network: string | null;
  /** reason for quarantine; null: it joins the queue */
  held: HeldBecause | null;
}

/** Makes the ticket of a handover. */
export function openTicket(handover: Handover, now: Date): Ticket {
  const { conversation, receipts, agreedIn, held, ...rest } = handover;
  const at = now.toISOString();
  return {
    ...rest,
    revision: 1,
    conversationId: conversation.id,
    channel: conversation.channel,
    userId: conversation.userId,
    openedAt: at,
    state: held === null ? { kind: "queued", since: at } : { kind: "quarantined", since: at, because: held },
    priority: handover.distress === null ? "normal" : "urgent",
    team: null,
    tags: [],
    consentAt: at,
    transcript: { conversationId: conversation.id, upTo: agreedIn },
    receipts: [...receipts],
    promise: null,
    firstClaimedAt: null,
    csat: null,
    audit: [
      { at, who: { kind: "person" }, what: "opened", about: {} },
      ...(held === null ? [] : [heldLine(at, held)]),
    ],
  };
}

const heldLine = (at: string, because: HeldBecause): Ticket["audit"][number] => ({
  at,
  who: { kind: "desk" },
  what: "quarantined",
  about: { because },
});
