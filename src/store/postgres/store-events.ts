import type { Store, StoreLog } from "../store.ts";
import type { Ticket } from "../ticket.ts";
import type { EntryRow } from "./rows.ts";

const mostConversations = 1_000;
const mostOfConversation = 30;
/** milliseconds; whoever is woken by an entry reads it at once */
const keptFor = 1_000;

interface Tail {
  rows: EntryRow[];
  /** milliseconds of the process's clock */
  until: number;
}

/** The ends of the logs to which this process has just appended, for readers here that are woken by it. */
export class RecentLog {
  readonly #tails = new Map<string, Tail>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Keeps what was appended; the end of a log that others have appended to meanwhile begins anew. */
  keep(conversationId: string, rows: readonly EntryRow[]): void {
    const before = this.#tails.get(conversationId)?.rows ?? [];
    const follows = before.at(-1)?.seq === (rows[0]?.seq ?? 0) - 1;
    const tail = [...(follows ? before : []), ...rows].slice(-mostOfConversation);
    this.#tails.delete(conversationId);
    this.#tails.set(conversationId, { rows: tail, until: this.now() + keptFor });
    const oldest = this.#tails.keys().next();
    if (this.#tails.size > mostConversations && !oldest.done) this.#tails.delete(oldest.value);
  }

  /** Forgets the end of a log that is known to have grown beyond it. */
  grown(conversationId: string, lastSeq: number): void {
    const last = this.#tails.get(conversationId)?.rows.at(-1);
    if (last !== undefined && last.seq < lastSeq) this.#tails.delete(conversationId);
  }

  forget(conversationId: string): void {
    this.#tails.delete(conversationId);
  }

  /** The rows after this seq, where all of them are known here; else none. */
  after(conversationId: string, seq: number): EntryRow[] {
    const tail = this.#tails.get(conversationId);
    if (tail === undefined || tail.until < this.now()) return [];
    const [first] = tail.rows;
    return first !== undefined && first.seq <= seq + 1 ? tail.rows.filter((row) => row.seq > seq) : [];
  }
}

type ConversationWatcher = Parameters<Store["watch"]>[0];
type StoredWatcher = Parameters<Store["watchStored"]>[0];

/** What changed, as one process tells the others. */
export interface Changes {
  /** conversations that grew, with their newest seq, and whether that entry waits for a turn */
  talks: [conversationId: string, lastSeq: number, answerComes: boolean][];
  /** tickets, by the conversation they are kept with */
  tickets: [conversationId: string, number: number][];
  /** something is to be sent */
  outbox: boolean;
  /** what is fleeting, by topic */
  passed: [topic: string, what: unknown][];
}

const remembered = 20_000;
/** of an entry, with its keys and indexes, in bytes */
const overhead = 260;

/** Tells those who watch the store here what changed here or elsewhere, each thing once, and passes on what changed here. */
export class StoreEvents {
  readonly recent = new RecentLog();
  readonly #ofTalks = new Set<{ call: ConversationWatcher }>();
  readonly #ofTickets = new Set<{ call: (ticket: Ticket) => void }>();
  readonly #ofOutbox = new Set<{ call: () => void }>();
  readonly #ofStored = new Set<{ call: StoredWatcher }>();
  readonly #ofPassed = new Set<{ topic: string; call: (what: unknown) => void }>();
  readonly #seqs = new Map<string, number>();
  readonly #revisions = new Map<string, number>();
  #tellOthers: (changes: Partial<Changes>) => void = () => undefined;

  constructor(private readonly log: StoreLog) {}

  /** From now on `tell` hears of what changed here. */
  passOn(tell: (changes: Partial<Changes>) => void): void {
    this.#tellOthers = tell;
  }

  watchTalks = (call: ConversationWatcher) => join(this.#ofTalks, { call });
  watchTickets = (call: (ticket: Ticket) => void) => join(this.#ofTickets, { call });
  watchStored = (call: StoredWatcher) => join(this.#ofStored, { call });
  watchOutbox = (call: () => void) => join(this.#ofOutbox, { call });
  hear = (topic: string, call: (what: unknown) => void) => join(this.#ofPassed, { topic, call });
  pass = (topic: string, what: unknown) => this.#tellOthers({ passed: [[topic, what]] });

  /** Something changed in this process; `said` is what was appended to a log. */
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
    for (const { call } of this.#ofTalks) this.#guard(() => call(conversationId, lastSeq, answerComes));
  }

  ticket(ticket: Ticket): void {
    if (!isNewer(this.#revisions, String(ticket.number), ticket.revision)) return;
    for (const { call } of this.#ofTickets) this.#guard(() => call(structuredClone(ticket)));
  }

  passed(topic: string, what: unknown): void {
    for (const one of this.#ofPassed) if (one.topic === topic) this.#guard(() => one.call(what));
  }

  /** Texts were stored for a conversation. */
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

/** Notes the number under this name, the names that were used last alone; false when it is known already. */
function isNewer(known: Map<string, number>, name: string, number: number): boolean {
  const before = known.get(name) ?? 0;
  known.delete(name);
  known.set(name, Math.max(before, number));
  const oldest = known.keys().next();
  if (known.size > remembered && !oldest.done) known.delete(oldest.value);
  return number > before;
}
