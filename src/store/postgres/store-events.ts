import type { Store, StoreLog } from "../store.ts";
import type { Ticket } from "../ticket.ts";
import type { EntryRow } from "./rows.ts";

const mostConversations = 1_000;
const mostOfConversation = 30;
/** milliseconds; woken readers read at once */
const keptFor = 1_000;

interface Tail {
  rows: EntryRow[];
  /** expiry on the monotonic clock in milliseconds */
  until: number;
}

/** Cache of recent log entries of this process, for readers that are woken by them. */
export class RecentLog {
  readonly #tails = new Map<string, Tail>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Caches appended rows; starts over when other processes appended meanwhile. */
  keep(conversationId: string, rows: readonly EntryRow[]): void {
    const before = this.#tails.get(conversationId)?.rows ?? [];
    const follows = before.at(-1)?.seq === (rows[0]?.seq ?? 0) - 1;
    const tail = [...(follows ? before : []), ...rows].slice(-mostOfConversation);
    this.#tails.delete(conversationId);
    this.#tails.set(conversationId, { rows: tail, until: this.now() + keptFor });
    const oldest = this.#tails.keys().next();
    if (this.#tails.size > mostConversations && !oldest.done) this.#tails.delete(oldest.value);
  }

  /** Drops the cache of a log that has grown elsewhere. */
  grown(conversationId: string, lastSeq: number): void {
    const last = this.#tails.get(conversationId)?.rows.at(-1);
    if (last !== undefined && last.seq < lastSeq) this.#tails.delete(conversationId);
  }

  forget(conversationId: string): void {
    this.#tails.delete(conversationId);
  }

  /** Returns the rows after a sequence number if all are cached; else none. */
  after(conversationId: string, seq: number): EntryRow[] {
    const tail = this.#tails.get(conversationId);
    if (tail === undefined || tail.until < this.now()) return [];
    const [first] = tail.rows;
    return first !== undefined && first.seq <= seq + 1 ? tail.rows.filter((row) => row.seq > seq) : [];
  }
}

type ConversationWatcher = Parameters<Store["watch"]>[0];
type StoredWatcher = Parameters<Store["watchStored"]>[0];

/** Changes in a notification. */
export interface Changes {
  /** changed conversations, with their last sequence number, and whether a turn will answer it */
  talks: [conversationId: string, lastSeq: number, answerComes: boolean][];
  /** tickets, by conversation */
  tickets: [conversationId: string, number: number][];
  /** new deliveries */
  outbox: boolean;
  /** ephemeral events by topic */
  passed: [topic: string, what: unknown][];
}

const remembered = 20_000;
/** bytes per entry for keys and indexes */
const overhead = 260;

/** Notifies local subscribers of local and remote changes, each once, and forwards local ones. */
export class StoreEvents {
  readonly recent = new RecentLog();
  readonly #ofConversations = new Set<{ call: ConversationWatcher }>();
  readonly #ofTickets = new Set<{ call: (ticket: Ticket) => void }>();
  readonly #ofOutbox = new Set<{ call: () => void }>();
  readonly #ofStored = new Set<{ call: StoredWatcher }>();
  readonly #ofPassed = new Set<{ topic: string; call: (what: unknown) => void }>();
  readonly #seqs = new Map<string, number>();
  readonly #revisions = new Map<string, number>();
  #tellOthers: (changes: Partial<Changes>) => void = () => undefined;

  constructor(private readonly log: StoreLog) {}

  /** Sets the function that forwards local changes. */
  passOn(tell: (changes: Partial<Changes>) => void): void {
    this.#tellOthers = tell;
  }

  watchConversations = (call: ConversationWatcher) => join(this.#ofConversations, { call });
  watchTickets = (call: (ticket: Ticket) => void) => join(this.#ofTickets, { call });
  watchStored = (call: StoredWatcher) => join(this.#ofStored, { call });
  watchOutbox = (call: () => void) => join(this.#ofOutbox, { call });
  hear = (topic: string, call: (what: unknown) => void) => join(this.#ofPassed, { topic, call });
  pass = (topic: string, what: unknown) => this.#tellOthers({ passed: [[topic, what]] });

  /** Handles a local change; `said` are the appended entries. */
  here(changes: {
    said?: { in: string; rows: readonly EntryRow[] };
    answerComes?: boolean;
    tickets?: readonly Ticket[];
    outbox?: boolean;
  }): void {
    const { said, answerComes = false, tickets = [], outbox = false } = changes;
    const last = said?.rows.at(-1);
    const conversations: Changes["talks"] = said && last ? [[said.in, last.seq, answerComes]] : [];
    if (said && last) this.recent.keep(said.in, said.rows);
    for (const conversation of conversations) this.grown(...conversation);
    for (const ticket of tickets) this.ticket(ticket);
    if (outbox) this.outbox();
    if (conversations.length === 0 && tickets.length === 0 && !outbox) return;
    this.#tellOthers({
      talks: conversations,
      tickets: tickets.map(({ conversationId, number }) => [conversationId, number]),
      outbox,
    });
  }

  grown(conversationId: string, lastSeq: number, answerComes = false): void {
    this.recent.grown(conversationId, Math.max(lastSeq, this.#seqs.get(conversationId) ?? 0));
    if (!isNewer(this.#seqs, conversationId, lastSeq)) return;
    for (const { call } of this.#ofConversations)
      this.#guard(() => call(conversationId, lastSeq, answerComes));
  }

  ticket(ticket: Ticket): void {
    if (!isNewer(this.#revisions, String(ticket.number), ticket.revision)) return;
    for (const { call } of this.#ofTickets) this.#guard(() => call(structuredClone(ticket)));
  }

  passed(topic: string, what: unknown): void {
    for (const one of this.#ofPassed) if (one.topic === topic) this.#guard(() => one.call(what));
  }

  /** Records bytes stored for a conversation. */
  stored(conversationId: string, texts: readonly string[]): void {
    if (this.#ofStored.size === 0 || texts.length === 0) return;
    const bytes = texts.reduce((sum, text) => sum + overhead + Buffer.byteLength(text), 0);
    for (const { call } of this.#ofStored) this.#guard(() => call(conversationId, bytes));
  }

  outbox(): void {
    for (const { call } of this.#ofOutbox) this.#guard(call);
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.log.error({ err: error }, "a watcher of the store failed");
    }
  }
}

function join<T>(all: Set<T>, one: T): () => void {
  all.add(one);
  return () => {
    all.delete(one);
  };
}

/** Records a number by name, for a bounded number of names; false when it is not newer. */
function isNewer(known: Map<string, number>, name: string, number: number): boolean {
  const before = known.get(name) ?? 0;
  known.delete(name);
  known.set(name, Math.max(before, number));
  const oldest = known.keys().next();
  if (known.size > remembered && !oldest.done) known.delete(oldest.value);
  return number > before;
}
