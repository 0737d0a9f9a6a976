import type { z } from "zod";
import { mayRead, type Person } from "../accounts/account.ts";
import { redactContactsIn } from "../redaction/redact.ts";
import { senderKind } from "../search/ticket-search.ts";
import type { LogEntry } from "../store/records.ts";
import { isOpen, isQuarantined, type Ticket, ticketSpeaker } from "../store/ticket.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import { behindMark, queueMark } from "../tickets/ticket.ts";
import type { ApiDesk } from "./api-context.ts";
import { ticketFacts, ticketTitle } from "./schemas/ticket-title.ts";
import type { TicketLine, TicketQuery } from "./schemas/tickets.ts";
import { veiled } from "./visibility.ts";

const looksBack = 40;
const longestPreview = 140;

type Newest = Pick<TicketLine, "lastText" | "lastFrom" | "lastAt" | "unread">;

const nothing: Newest = { lastText: null, lastFrom: null, lastAt: null, unread: 0 };

const isSaid = ({ audience, activity }: LogEntry): boolean =>
  audience === "everyone" && activity.type === "message" && (activity.text ?? "") !== "";

/** Returns whether an entry was typed: not a button, and not a message of the bot or the desk. */
const isTyped = ({ activity }: LogEntry): boolean =>
  ["person", "agent"].includes(senderKind(activity)) && activity.value === undefined;

/** Returns the beginning of a text on one line, with contacts redacted. */
function preview(text: string): string {
  const line = redactContactsIn(text).replace(/\s+/g, " ").trim();
  const characters = [...line];
  if (line.length <= longestPreview) return line;
  let cut = "";
  for (const character of characters) {
    if (cut.length + character.length >= longestPreview) break;
    cut += character;
  }
  return `${cut}…`;
}

async function newestOf(
  { store, human }: Pick<ApiDesk, "store" | "human">,
  { conversationId, transcript }: Ticket,
): Promise<Newest> {
  const conversation = await store.conversation(conversationId);
  if (conversation === undefined || conversation === "erased") return nothing;
  const after = Math.max(0, conversation.lastSeq - looksBack);
  const messages = (await store.readLog(conversationId, { after, limit: looksBack })).filter(isSaid);
  const read = Math.max(human.seenUpTo(conversationId).agent, transcript.upTo);
  const last = messages.findLast(isTyped) ?? messages.at(-1);
  return {
    lastText: last === undefined ? null : preview(last.activity.text ?? ""),
    lastFrom: last === undefined ? null : senderKind(last.activity),
    lastAt: last?.at ?? null,
    unread: messages.filter(({ seq, activity }) => seq > read && senderKind(activity) === "person").length,
  };
}

/**
 * Makes the ticket lines for one reader: queue position, and the newest message. Tickets that the reader may not read
 * are redacted as in the event stream.
 */
export async function ticketSummaries(
  desk: Pick<ApiDesk, "store" | "reading"> & { human: HumanDesk },
  reader: Person,
  tickets: readonly Ticket[],
): Promise<TicketLine[]> {
  const queue = new Map((await desk.human.queue()).map((line) => [line.ticket.number, line]));
  return Promise.all(
    tickets.map(async (ticket) => {
      const isReadable = mayRead(reader, ticket, desk.reading);
      const shown = isReadable ? ticket : veiled(ticket);
      return {
        ...ticketFacts(shown),
        ...ticketTitle(shown),
        place: queue.get(ticket.number)?.place ?? null,
        expectedMs: queue.get(ticket.number)?.expectedMs ?? null,
        ...(isReadable ? await newestOf(desk, ticket) : nothing),
      };
    }),
  );
}

type Wanted = z.infer<typeof TicketQuery>;
type Filter = (ticket: Ticket, me: Person) => boolean;

const inQueue: Filter = (ticket) =>
  isOpen(ticket) && ticketSpeaker(ticket) === null && !isQuarantined(ticket);

const filters: Record<Wanted["state"], Filter> = {
  waiting: inQueue,
  queued: inQueue,
  mine: (ticket, me) => ticketSpeaker(ticket) === me.id,
  claimed: (ticket) => ticketSpeaker(ticket) !== null,
  quarantined: isQuarantined,
  resolved: (ticket) => !isOpen(ticket),
  all: () => true,
};

const pageSize = 200;
/** maximum number of tickets that are scanned for one page */
const mostLookedAt = 2000;

/** A page of a list. `next`: start of the next page; null: the last one. `total`: null when not counted. */
interface Page {
  tickets: Ticket[];
  next: string | null;
  total: number | null;
}

/** Returns the first page of a list. */
function pageOf(
  left: readonly Ticket[],
  limit: number,
  total: number | null,
  mark: (ticket: Ticket) => string,
): Page {
  const tickets = left.slice(0, limit);
  const last = tickets.at(-1);
  return { tickets, next: last === undefined || left.length <= limit ? null : mark(last), total };
}

const byNumber = ({ number }: Ticket): string => String(number);

/** Returns a page of the queue; null for an invalid `after`. */
async function queuePage(
  { store, human }: Pick<ApiDesk, "store" | "human">,
  { before, after, limit }: Wanted,
): Promise<Page | null> {
  const queue = (await human.queue()).map(({ ticket }) => ticket);
  const last =
    before === undefined || after !== undefined
      ? undefined
      : (queue.find(({ number }) => number === before) ?? (await store.ticket(before)));
  const from = last === undefined ? after : queueMark(last);
  const left = from === undefined ? queue : behindMark(queue, from);
  return left && pageOf(left, limit, queue.length, queueMark);
}

/**
 * Returns a page of tickets: the queue in its order, other lists newest first. Hides tickets that the reader may not
 * read. Returns null for an invalid `after`.
 */
export async function selectTickets(
  desk: Pick<ApiDesk, "store" | "human" | "reading">,
  me: Person,
  query: Wanted,
): Promise<Page | null> {
  const { state, before, after, limit } = query;
  if (state === "waiting" || state === "queued") return queuePage(desk, query);
  if (after !== undefined && !/^\d{1,9}$/.test(after)) return null;
  const below = after === undefined ? before : Number(after);
  const isListed = (ticket: Ticket): boolean =>
    filters[state](ticket, me) && mayRead(me, ticket, desk.reading);
  if (state === "mine" || state === "claimed" || state === "quarantined") {
    const open =
      state === "quarantined"
        ? await desk.human.quarantine.tickets()
        : (await desk.store.openTickets()).toReversed();
    const all = open.filter(isListed);
    const left = all.filter(({ number }) => below === undefined || number < below);
    return pageOf(left, limit, all.length, byNumber);
  }
  const found: Ticket[] = [];
  let lookedAt = 0;
  for (let from = below; found.length <= limit; ) {
    const some = await desk.store.newestTickets({
      limit: pageSize,
      ...(from !== undefined && { before: from }),
    });
    found.push(...some.filter(isListed));
    from = some.at(-1)?.number;
    if (from === undefined || some.length < pageSize) break;
    lookedAt += some.length;
    if (lookedAt >= mostLookedAt && found.length <= limit)
      return { tickets: found, next: String(from), total: null };
  }
  return pageOf(found, limit, null, byNumber);
}
