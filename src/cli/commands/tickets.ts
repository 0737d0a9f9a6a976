import { z } from "zod";
import { normalize } from "../../nlu/normalize.ts";
import type { FindRecipient } from "../../outbox/email/email-sender.ts";
import { redactContacts } from "../../redaction/redact.ts";
import type { OutboxEntry, Rating, Receipt } from "../../store/records.ts";
import type { Store } from "../../store/store.ts";
import type { Csat, Ticket } from "../../store/ticket.ts";
import { EmailedAnswer } from "../../tickets/answer-by-email.ts";
import type { SuspectAddresses, Suspicion } from "../../tickets/suspect-addresses.ts";
import { interpretationIn, ticketName, type Unanswered } from "../../tickets/ticket.ts";

/** An unanswered message: how often it was written, and when last. */
export interface UnansweredText {
  text: string;
  kind: Unanswered;
  count: number;
  lastAt: string;
}

const PAGE = 200;

/** Lists messages that were not understood or not covered, most frequent first, with contacts redacted. */
export async function* listUnanswered(
  store: Pick<Store, "conversations" | "readLog">,
): AsyncGenerator<UnansweredText> {
  const found = new Map<string, UnansweredText>();
  for await (const { id } of store.conversations())
    for await (const { text, kind, lastAt } of findUnanswered(store, id)) {
      const key = `${kind} ${normalize(text) || text}`;
      const before = found.get(key);
      const newest = !before || before.lastAt <= lastAt ? { text, lastAt } : before;
      found.set(key, { text: newest.text, kind, count: (before?.count ?? 0) + 1, lastAt: newest.lastAt });
    }
  yield* [...found.values()].sort((a, b) => b.count - a.count || b.lastAt.localeCompare(a.lastAt));
}

async function* findUnanswered(
  store: Pick<Store, "readLog">,
  conversationId: string,
): AsyncGenerator<Omit<UnansweredText, "count">> {
  const texts = new Map<string, string>();
  for (let after = 0; ; ) {
    const page = await store.readLog(conversationId, { after, limit: PAGE });
    for (const entry of page) {
      const { id, from, replyToId, text } = entry.activity;
      if (from?.role === "user" && id && text?.trim()) texts.set(id, text.trim());
      const kind = interpretationIn(entry)?.unanswered;
      const words = texts.get(replyToId ?? "");
      if (kind && words) yield { text: redactContacts(words), kind, lastAt: entry.at };
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.seq;
  }
}

/**
 * Lists pending deliveries, then unconfirmed and parked ones with the reason. Omits payloads; held mail names
 * its ticket.
 */
export async function* listOutbox(store: Store, recipientOf: FindRecipient): AsyncGenerator<object> {
  for (const entry of await store.unsent()) {
    const { id, conversationId, kind, lane } = entry;
    yield { ...(await describePending(entry, recipientOf)), id, conversationId, kind, lane };
  }
  for (const { kind, entryKind, ...trouble } of await store.outboxTroubles()) {
    yield { fate: kind, ...trouble, kind: entryKind };
  }
}

/** Returns whether an entry waits for its delivery, or is held and why. */
async function describePending({ kind, payload }: OutboxEntry, recipientOf: FindRecipient): Promise<object> {
  const answer = kind === "mail" ? EmailedAnswer.safeParse(payload).data : undefined;
  const recipient = answer && (await recipientOf(answer));
  return recipient && "held" in recipient
    ? { fate: "held", reason: recipient.held, ticket: answer.ticket }
    : { fate: "waiting" };
}

/** Outcome of a conversation, with or without a ticket. */
interface Outcome {
  conversationId: string;
  channel: string;
  startedAt: string;
  receipts: Receipt[];
  ratings: Rating[];
  /** rating of the agents, one for each rated ticket */
  csat: ({ ticket: string } & Csat)[];
}

/** Lists conversations with a decision or a rating. */
export async function* listOutcomes(store: Store): AsyncGenerator<Outcome> {
  for await (const { id, channel, startedAt } of store.conversations()) {
    const [receipts, ratings] = [await store.receipts(id), await store.ratings(id)];
    const csat = (await store.ticketsOf(id)).flatMap(({ number, csat }) =>
      csat === null ? [] : [{ ticket: ticketName(number), ...csat }],
    );
    if (receipts.length + ratings.length + csat.length > 0)
      yield { conversationId: id, channel, startedAt, receipts, ratings, csat };
  }
}

/** A ticket for operators: with its name, and the receipts and ratings of its conversation. */
export type ListedTicket = Omit<Ticket, "receipts"> & {
  name: string;
  receipts: Receipt[];
  ratings: Rating[];
};

const Args = z.union([z.tuple([]), z.tuple([z.literal("--suspect-addresses")])]);

/** Thrown for unknown arguments. */
class WrongArguments extends Error {
  readonly code = "wrong-arguments";
}

/** Lists all tickets by number. */
export async function* listTickets(store: Store): AsyncGenerator<ListedTicket> {
  for await (const ticket of store.tickets()) yield toListed(store, ticket);
}

const toListed = async (store: Store, ticket: Ticket): Promise<ListedTicket> => ({
  name: ticketName(ticket.number),
  ...ticket,
  receipts: await store.receipts(ticket.conversationId),
  ratings: await store.ratings(ticket.conversationId),
});

/** Lists all tickets; with --suspect-addresses those whose address must be confirmed, with the reason. */
export async function* ticketsAsked(
  store: Store,
  suspects: SuspectAddresses,
  args: unknown,
): AsyncGenerator<ListedTicket & { suspicion?: Suspicion }> {
  const read = Args.safeParse(args ?? []);
  if (!read.success) throw new WrongArguments("tickets: the only option is --suspect-addresses");
  if (read.data.length === 0) return yield* listTickets(store);
  for await (const ticket of store.tickets()) {
    const suspicion = await suspects.of(ticket);
    if (suspicion !== null) yield { ...(await toListed(store, ticket)), suspicion };
  }
}
