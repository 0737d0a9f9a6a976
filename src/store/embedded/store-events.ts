import type { StoreLog } from "../store.ts";
import type { Ticket } from "../ticket.ts";
import { type JournalRecord, storedBy } from "./journal-operation.ts";
import { ticketIn } from "./tickets.ts";

type Watcher = (conversationId: string, lastSeq: number, answerComes: boolean) => void;
type TicketWatcher = (ticket: Ticket) => void;
type StoredWatcher = (conversationId: string, bytes: number) => void;

/** Subscribers to store events. */
export class StoreEvents {
  readonly #all = new Set<{ call: Watcher }>();
  readonly #ofTickets = new Set<{ call: TicketWatcher }>();
  readonly #ofStored = new Set<{ call: StoredWatcher }>();
  readonly #senders = new Set<{ call: () => void }>();

  constructor(private readonly log: StoreLog) {}

  /** Subscribes. Returns a function that unsubscribes. */
  add(call: Watcher): () => void {
    const watcher = { call };
    this.#all.add(watcher);
    return () => {
      this.#all.delete(watcher);
    };
  }

  /** Subscribes. Returns a function that unsubscribes. */
  addTicketWatcher(call: TicketWatcher): () => void {
    const watcher = { call };
    this.#ofTickets.add(watcher);
    return () => {
      this.#ofTickets.delete(watcher);
    };
  }

  /** Subscribes. Returns a function that unsubscribes. */
  addStoredWatcher(call: StoredWatcher): () => void {
    const watcher = { call };
    this.#ofStored.add(watcher);
    return () => {
      this.#ofStored.delete(watcher);
    };
  }

  /** Subscribes. Returns a function that unsubscribes. */
  addSender(call: () => void): () => void {
    const sender = { call };
    this.#senders.add(sender);
    return () => {
      this.#senders.delete(sender);
    };
  }

  /** Notifies once of each changed conversation and ticket, and of new deliveries. */
  tell(records: readonly JournalRecord[]): void {
    const changes = records.flatMap((record) => record.changes);
    if (changes.some((change) => change.do === "send")) for (const { call } of this.#senders) call();
    this.#tellOfTickets(changes);
    this.#tellOfBytes(changes);
    if (this.#all.size === 0) return;
    const newest = new Map<string, { seq: number; awaits: boolean }>();
    for (const change of changes) {
      if (change.do !== "append") continue;
      const { conversation, seq, awaits } = change;
      newest.set(conversation, { seq, awaits: awaits && (newest.get(conversation)?.awaits ?? true) });
    }
    for (const [conversationId, { seq, awaits }] of newest) {
      for (const { call } of this.#all) this.#guard(() => call(conversationId, seq, awaits), conversationId);
    }
  }

  #tellOfTickets(changes: JournalRecord["changes"]): void {
    if (this.#ofTickets.size === 0) return;
    for (const change of changes) {
      if (change.do !== "ticket") continue;
      for (const { call } of this.#ofTickets)
        this.#guard(() => call(ticketIn(change.ticket)), change.conversation);
    }
  }

  #tellOfBytes(changes: JournalRecord["changes"]): void {
    if (this.#ofStored.size === 0) return;
    const bytes = new Map<string, number>();
    for (const change of changes) {
      const stored = storedBy(change);
      if (stored !== null)
        bytes.set(stored.conversation, (bytes.get(stored.conversation) ?? 0) + stored.bytes);
    }
    for (const [conversationId, stored] of bytes)
      for (const { call } of this.#ofStored) this.#guard(() => call(conversationId, stored), conversationId);
  }

  #guard(call: () => void, conversationId: string): void {
    try {
      call();
    } catch (error) {
      this.log.error({ err: error, conversationId }, "a watcher of the store failed");
    }
  }
}
