import type { Store } from "../../store/store.ts";
import { isOpen, type Ticket } from "../../store/ticket.ts";
import { afterOpenMs, expectedWait, type OpeningHours, type PastWait, pastWait } from "../availability.ts";
import type { QueueLine } from "../human-desk.ts";
import { queueOrder } from "../ticket.ts";

const REMEMBERED_WAITS = 200;
const REMEMBERED_CONVERSATIONS = 1_000;

/** Cache of open tickets, and of recent waits. */
export class TicketCache {
  readonly #open = new Map<number, Ticket>();
  /** tickets that changed during the initial load */
  readonly #seen = new Set<number>();
  #waits: PastWait[] = [];
  /** ticket by conversation: open ones, and recently closed ones */
  readonly #byConversation = new Map<string, number>();
  readonly #recentlyClosed: string[] = [];
  #loading: Promise<void> | undefined;
  #loaded = false;

  constructor(
    private readonly store: Pick<Store, "openTickets" | "newestTickets">,
    private readonly hours: OpeningHours,
  ) {}

  /** Resolves when the cache is loaded; `take` applies later changes. */
  ready(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** Updates a ticket. */
  take(ticket: Ticket): void {
    if (!this.#loaded) this.#seen.add(ticket.number);
    this.#note(ticket);
  }

  get open(): Ticket[] {
    return [...this.#open.values()];
  }

  ticketOf(conversationId: string): number | undefined {
    return this.#byConversation.get(conversationId);
  }

  queue(now: Date): QueueLine[] {
    return queueOrder(this.open).map((ticket, index) => ({
      ticket,
      place: index + 1,
      expectedMs: this.expectedMs(index + 1, now),
    }));
  }

  /** Returns the expected wait at a position in ms; null when unknown. */
  expectedMs(place: number, now: Date): number | null {
    const wait = expectedWait(this.#waits, place, now);
    const end = wait === null ? null : afterOpenMs(this.hours, now, wait);
    return end && end.getTime() - now.getTime();
  }

  async #load(): Promise<void> {
    const recent = await this.store.newestTickets({ limit: REMEMBERED_WAITS });
    const open = await this.store.openTickets();
    for (const ticket of [...recent.toReversed(), ...open])
      if (!this.#seen.has(ticket.number)) this.#note(ticket);
    this.#loaded = true;
    this.#seen.clear();
  }

  #note(ticket: Ticket): void {
    const { number, conversationId } = ticket;
    const current = this.#byConversation.get(conversationId);
    if (isOpen(ticket) || current === undefined || !this.#open.has(current))
      this.#byConversation.set(conversationId, number);
    if (isOpen(ticket)) this.#open.set(number, ticket);
    else {
      this.#open.delete(number);
      this.#rememberClosed(conversationId);
    }
    if (this.#waits.some((known) => known.number === number)) return;
    const wait = pastWait(ticket, this.hours);
    if (wait !== null) this.#waits = [...this.#waits, wait].slice(-REMEMBERED_WAITS);
  }

  #rememberClosed(conversationId: string): void {
    this.#recentlyClosed.push(conversationId);
    const oldest =
      this.#recentlyClosed.length > REMEMBERED_CONVERSATIONS ? this.#recentlyClosed.shift() : undefined;
    const number = oldest === undefined ? undefined : this.#byConversation.get(oldest);
    if (oldest !== undefined && number !== undefined && !this.#open.has(number))
      this.#byConversation.delete(oldest);
  }
}
