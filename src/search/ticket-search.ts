import { setImmediate } from "node:timers/promises";
import MiniSearch from "minisearch";
import { redactContactsIn } from "../redaction/redact.ts";
import type { Activity, LogEntry } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";

/** A searchable text: a conversation entry, or a ticket (`seq` null). */
interface Findable {
  conversationId: string;
  /** number of the ticket, if it is one */
  ticket: number | null;
  seq: number | null;
  at: string;
  text: string;
}

/** Location of a match. */
export interface MatchPlace {
  conversationId: string;
  ticket: number | null;
  seq: number | null;
}

interface Kept extends MatchPlace {
  id: string;
  at: number;
  text: string;
}

const idOf = ({ conversationId, ticket, seq }: MatchPlace): string =>
  `${conversationId} ${seq ?? `#${ticket}`}`;

const placeOf = ({ conversationId, ticket, seq }: MatchPlace): MatchPlace => ({
  conversationId,
  ticket,
  seq,
});

/** In-memory full-text index. Contacts are redacted before indexing. */
class TicketIndex {
  readonly #index = new MiniSearch<Kept>({
    fields: ["text"],
    storeFields: ["conversationId", "ticket", "seq", "at"],
  });
  readonly #byConversation = new Map<string, Map<string, number>>();

  /** Adds or replaces a text. */
  keep({ text, at, ...place }: Findable): void {
    const id = idOf(place);
    if (this.#index.has(id)) this.#index.discard(id);
    this.#index.add({ id, ...placeOf(place), at: Date.parse(at), text: redactContactsIn(text) });
    const conversation = this.#byConversation.get(place.conversationId) ?? new Map<string, number>();
    this.#byConversation.set(place.conversationId, conversation.set(id, Date.parse(at)));
  }

  /** Removes a conversation and its tickets. */
  forget(conversationId: string): void {
    for (const id of this.#byConversation.get(conversationId)?.keys() ?? []) this.#index.discard(id);
    this.#byConversation.delete(conversationId);
  }

  /** Removes texts older than an instant. */
  forgetBefore(at: number): void {
    for (const [conversationId, conversation] of this.#byConversation) {
      for (const [id, keptAt] of conversation) {
        if (keptAt >= at) continue;
        this.#index.discard(id);
        conversation.delete(id);
      }
      if (conversation.size === 0) this.#byConversation.delete(conversationId);
    }
  }

  /** Returns the conversations in which every term is a prefix of a word, each with its best match. */
  find(words: string, since: number): Map<string, MatchPlace> {
    const terms = words
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((term) => term !== "");
    let conversations: Map<string, Map<string, { place: MatchPlace; score: number }>> | null = null;
    for (const term of terms) {
      const found = new Map<string, Map<string, { place: MatchPlace; score: number }>>();
      for (const { id, score, ...kept } of this.#index.search(term, { prefix: true })) {
        const place = placeOf(kept as unknown as MatchPlace);
        const before = conversations?.get(place.conversationId);
        if (Number(kept["at"]) < since) continue;
        if (conversations !== null && before === undefined) continue;
        const conversation = found.get(place.conversationId) ?? new Map(before);
        conversation.set(id, { place, score: score + (before?.get(id)?.score ?? 0) });
        found.set(place.conversationId, conversation);
      }
      conversations = found;
    }
    const best = new Map<string, MatchPlace>();
    for (const [conversationId, places] of conversations ?? []) {
      const [first] = [...places.values()].sort((a, b) => b.score - a.score);
      if (first !== undefined) best.set(conversationId, first.place);
    }
    return best;
  }
}

type SenderKind = "person" | "bot" | "agent" | "desk";

/** Returns who sent an activity: person, bot, agent or the desk. */
export function senderKind({ from, channelData }: Activity): SenderKind {
  if (from?.role === "user") return "person";
  if (channelData?.["agent"] !== undefined && channelData["desk"] === undefined) return "agent";
  return channelData?.["desk"] === undefined ? "bot" : "desk";
}

/** Full-text search over tickets and their conversations. */
export interface TicketSearch {
  reachesBackDays: number;
  /** Indexes existing texts in the background; resolves when done. */
  start(): Promise<void>;
  /** Finds tickets that contain all terms, newest first, below a number. */
  find(words: string, before?: number): (MatchPlace & { number: number })[];
  stop(): Promise<void>;
}

type Needs = Pick<
  Store,
  "conversation" | "readLog" | "newestTickets" | "openTickets" | "watch" | "watchTickets"
>;

const reachesBackDays = 90;
const DAY_MS = 24 * 3_600_000;
const pageSize = 200;

const isWorthFinding = ({ activity }: LogEntry): boolean =>
  activity.type === "message" && ["person", "agent"].includes(senderKind(activity));

const ticketText = ({ number, goal, summary, topic, tags, accountType }: Ticket): string =>
  [`XD-${number}`, goal, summary, topic?.replaceAll("_", " "), accountType, ...tags]
    .filter(Boolean)
    .join("\n");

/**
 * Makes the search over the last 90 days. Indexes existing texts in the background and new ones as they arrive. Calls
 * `failed` when a conversation cannot be read.
 */
export function makeTicketSearch(
  store: Needs,
  now: () => Date,
  failed: (error: unknown) => void,
): TicketSearch {
  const index = new TicketIndex();
  const newestOf = new Map<string, number>();
  const readUpTo = new Map<string, number>();
  let stopped = false;
  let swept = now().getTime();
  const oldest = (): number => now().getTime() - reachesBackDays * DAY_MS;

  const readConversation = async (conversationId: string): Promise<void> => {
    for (;;) {
      const after = readUpTo.get(conversationId) ?? 0;
      const entries = await store.readLog(conversationId, { after, limit: pageSize });
      for (const entry of entries) {
        const { seq, at, activity } = entry;
        if (Date.parse(at) < oldest() || !isWorthFinding(entry)) continue;
        index.keep({ conversationId, ticket: null, seq, at, text: activity.text ?? "" });
      }
      const last = entries.at(-1)?.seq;
      if (last !== undefined) readUpTo.set(conversationId, last);
      if (entries.length < pageSize) return;
    }
  };
  const forget = (conversationId: string): void => {
    index.forget(conversationId);
    newestOf.delete(conversationId);
    readUpTo.delete(conversationId);
  };
  const take = async (ticket: Ticket): Promise<void> => {
    const { number, conversationId, openedAt: at } = ticket;
    if ((await store.conversation(conversationId)) === "erased") return forget(conversationId);
    newestOf.set(conversationId, Math.max(number, newestOf.get(conversationId) ?? 0));
    index.keep({ conversationId, ticket: number, seq: null, at, text: ticketText(ticket) });
    await readConversation(conversationId);
    if (now().getTime() - swept < DAY_MS) return;
    swept = now().getTime();
    index.forgetBefore(oldest());
  };

  let work: Promise<void> = Promise.resolve();
  const next = (job: () => Promise<void>): Promise<void> => {
    work = work.then(async () => (stopped ? undefined : job())).catch(failed);
    return work;
  };
  const readAll = async (): Promise<void> => {
    for (const ticket of await store.openTickets()) await next(() => take(ticket));
    for (let before: number | undefined; !stopped; ) {
      const page = await store.newestTickets({ limit: pageSize, ...(before !== undefined && { before }) });
      for (const ticket of page) {
        if (isOpen(ticket) || Date.parse(ticket.openedAt) < oldest()) continue;
        await next(() => take(ticket));
        await setImmediate();
      }
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize || Date.parse(last.openedAt) < oldest()) return;
      before = last.number;
    }
  };
  const stopWatching = [
    store.watchTickets((ticket) => void next(() => take(ticket))),
    store.watch((conversationId) => {
      if (newestOf.has(conversationId)) void next(() => readConversation(conversationId));
    }),
  ];

  return {
    reachesBackDays,
    start: () => readAll().catch(failed),
    find: (words, before = Number.POSITIVE_INFINITY) =>
      [...index.find(words, oldest()).values()]
        .map((place) => ({ ...place, number: place.ticket ?? newestOf.get(place.conversationId) ?? 0 }))
        .filter(({ number }) => number > 0 && number < before)
        .sort((a, b) => b.number - a.number),
    stop: async () => {
      stopped = true;
      for (const stop of stopWatching) stop();
      await work;
    },
  };
}
