import type { Activity, ConversationStart, Rating, Receipt } from "../../src/store/records.ts";
import type { TicketMove, TurnCommit } from "../../src/store/store.ts";
import type { Ticket } from "../../src/store/ticket.ts";

/** The moment at which most tests happen. */
export const noon = "2026-03-01T12:00:00.000Z";

export function later(hours: number): string {
  return new Date(Date.parse(noon) + hours * 3_600_000).toISOString();
}

export function start(id: string, over: Partial<ConversationStart> = {}): ConversationStart {
  return { id, channel: "directline", userId: `dl_${id}`, locale: "en", startedAt: noon, ...over };
}

export function message(text: string, over: Partial<Activity> = {}): Activity {
  return { type: "message", text, from: { id: "dl_1", role: "user" }, channelId: "directline", ...over };
}

/** A delivery that asks for a turn. */
export function incoming(text: string, over: { keys?: string[]; at?: string; needsTurn?: boolean } = {}) {
  return { activity: message(text), keys: [], at: noon, needsTurn: true, ...over };
}

/** A turn that changes nothing but what is named. */
export function turn(
  conversationId: string,
  answers: number | null,
  over: Partial<TurnCommit> = {},
): TurnCommit {
  return {
    conversationId,
    answers,
    at: noon,
    replies: [],
    state: [],
    tickets: [],
    receipts: [],
    ratings: [],
    outbox: [],
    ...over,
  };
}

export function reply(text: string): TurnCommit["replies"][number] {
  return { audience: "everyone", activity: message(text, { from: { id: "desk", role: "bot" } }) };
}

export function ticket(number: number, conversationId: string, over: Partial<Ticket> = {}): Ticket {
  return {
    number,
    revision: 1,
    conversationId,
    channel: "directline",
    userId: `dl_${conversationId}`,
    language: "en",
    openedAt: noon,
    state: { kind: "queued", since: noon },
    priority: "normal",
    distress: null,
    team: null,
    tags: [],
    goal: "close the account",
    topic: "delete_account",
    accountType: "freelancer",
    place: { guide: "close", step: "contact-info", version: "0123abcd" },
    trail: [{ guide: "close", step: "contracts", answer: "two are open", outcome: "done" }],
    told: { version: "0123abcd", passages: ["fees.a"] },

    summary: "Wants to leave, has two open contracts.",
    contact: { kind: "email", address: "someone@example.org" },
    consentAt: noon,
    transcript: { conversationId, upTo: 1 },
    receipts: [],
    promise: null,
    firstClaimedAt: null,
    csat: null,
    audit: [],
    network: null,
    ...over,
  };
}

/** A state in which a ticket no longer counts as the open one of its conversation. */
export const resolved = {
  kind: "resolved",
  by: "alder",
  since: noon,
  outcome: "answered",
  onward: "done",
} as const satisfies Ticket["state"];

/** The next form of a ticket that an agent takes. */
export function claimed(of: Ticket, by: string): Ticket {
  return { ...of, revision: of.revision + 1, state: { kind: "claimed", by, since: noon } };
}

/** The move to this form of a ticket, from the one before it. */
export function move(to: Ticket, over: Partial<TicketMove> = {}): TicketMove {
  return { ticket: to, from: to.revision - 1, at: noon, keys: [], says: [], outbox: [], ...over };
}

export function receipt(id: string, conversationId: string): Receipt {
  return {
    id,
    conversationId,
    at: noon,
    guideVersion: "0123abcd",
    reason: "fees",
    accountType: "freelancer",
    advised: ["fees.a", "fees.b"],
    alternatives: [{ id: "private-profile", answer: "no" }],
    accepted: "yes, delete it",
  };
}

export function rating(id: string, conversationId: string): Rating {
  return { id, conversationId, at: noon, solved: "partly", comment: "took long" };
}

export async function listed<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}
