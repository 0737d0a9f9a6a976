import { z } from "zod";
import { type JournalOperation, JsonText } from "./journal-operation.ts";

const keptParkedTurns = 200;
const keptTroubles = 200;

const EntryKind = z.object({ kind: z.string() });

const Turn = z.object({ conversationId: z.string().min(1), seq: z.number().int().positive() });
type Turn = z.infer<typeof Turn>;
const ParkedTurn = Turn.extend({ reason: z.string(), at: z.string() });
export type ParkedTurn = z.infer<typeof ParkedTurn>;
const Trouble = z.object({
  id: z.string(),
  conversationId: z.string(),
  entryKind: z.string(),
  kind: z.enum(["sent", "unconfirmed", "parked"]),
  reason: z.string(),
  at: z.string(),
});
type Trouble = z.infer<typeof Trouble>;
const Unsent = z.object({ conversationId: z.string(), id: z.string(), entry: JsonText });
type Unsent = z.infer<typeof Unsent>;

/** Pending work at one point, as stored in the manifest. */
export const PendingWorkSnapshot = z.object({
  lastTicket: z.number().int().nonnegative(),
  openTickets: z.array(z.number().int().positive()),
  /** tickets with an agent in the conversation */
  spokenFor: z.array(z.tuple([z.number().int().positive(), z.string()])).default([]),
  pending: z.array(Turn),
  parked: z.array(ParkedTurn),
  unsent: z.array(Unsent),
  /** unconfirmed or parked deliveries, newest last */
  troubles: z.array(Trouble),
});
export type PendingWorkSnapshot = z.infer<typeof PendingWorkSnapshot>;

/** Pending turns, deliveries and open tickets of all conversations. Kept in memory, so it must stay small. */
export class PendingWork {
  #lastTicket: number;
  /** open tickets with the agent in the conversation, or null */
  readonly #openTickets: Map<number, string | null>;
  readonly #pending: Map<string, Turn>;
  readonly #parked: ParkedTurn[];
  readonly #unsent: Map<string, Unsent>;
  readonly #troubles: Trouble[];

  constructor(from: PendingWorkSnapshot) {
    this.#lastTicket = from.lastTicket;
    const speakers = new Map(from.spokenFor);
    this.#openTickets = new Map(from.openTickets.map((number) => [number, speakers.get(number) ?? null]));
    this.#pending = new Map(from.pending.map((turn) => [turnKey(turn.conversationId, turn.seq), turn]));
    this.#parked = [...from.parked];
    this.#unsent = new Map(from.unsent.map((unsent) => [unsent.id, unsent]));
    this.#troubles = [...from.troubles];
  }

  apply(change: JournalOperation): void {
    switch (change.do) {
      case "append":
        if (change.awaits) this.#await({ conversationId: change.conversation, seq: change.seq });
        break;
      case "answer":
        this.#pending.delete(turnKey(change.conversation, change.seq));
        break;
      case "park":
        this.#pending.delete(turnKey(change.conversation, change.seq));
        this.#park({
          conversationId: change.conversation,
          seq: change.seq,
          reason: change.reason,
          at: change.at,
        });
        break;
      case "ticket":
        this.#lastTicket = Math.max(this.#lastTicket, change.number);
        if (change.open) this.#openTickets.set(change.number, change.agent);
        else this.#openTickets.delete(change.number);
        break;
      case "send":
        this.#unsent.set(change.id, {
          conversationId: change.conversation,
          id: change.id,
          entry: change.entry,
        });
        break;
      case "settle":
        this.#settle(change);
        break;
      case "erase":
        this.#forget(change.conversation);
        break;
    }
  }

  awaits(conversationId: string, seq: number): boolean {
    return this.#pending.has(turnKey(conversationId, seq));
  }

  /** Returns the oldest pending turn of a conversation. */
  oldestOf(conversationId: string): number | undefined {
    for (const turn of this.#pending.values()) if (turn.conversationId === conversationId) return turn.seq;
    return undefined;
  }

  /** Returns the pending turns of a conversation, oldest first. */
  waitingOf(conversationId: string): number[] {
    return [...this.#pending.values()]
      .filter((turn) => turn.conversationId === conversationId)
      .map(({ seq }) => seq);
  }

  /** Returns all pending work, oldest first. */
  snapshot(): PendingWorkSnapshot {
    return {
      lastTicket: this.#lastTicket,
      openTickets: [...this.#openTickets.keys()],
      spokenFor: [...this.#openTickets].flatMap(([number, agent]) =>
        agent === null ? [] : [[number, agent] as [number, string]],
      ),
      pending: [...this.#pending.values()],
      parked: [...this.#parked],
      unsent: [...this.#unsent.values()],
      troubles: [...this.#troubles],
    };
  }

  /** Returns pending deliveries that are not in `known`, oldest first, as JSON. */
  unsentBut(known: ReadonlySet<string>): string[] {
    const entries: string[] = [];
    for (const { id, entry } of this.#unsent.values()) if (!known.has(id)) entries.push(entry);
    return entries;
  }

  get lastTicket(): number {
    return this.#lastTicket;
  }

  /** numbers of open tickets, sorted */
  get openTickets(): number[] {
    return [...this.#openTickets.keys()].sort((a, b) => a - b);
  }

  /** Returns the open ticket among these numbers, and its agent, if any. */
  openAmong(numbers: Iterable<number>): { ticket: number | null; agent: string | null } {
    for (const ticket of numbers) {
      const agent = this.#openTickets.get(ticket);
      if (agent !== undefined) return { ticket, agent };
    }
    return { ticket: null, agent: null };
  }

  #await(turn: Turn): void {
    this.#pending.set(turnKey(turn.conversationId, turn.seq), turn);
  }

  #park(turn: ParkedTurn): void {
    this.#parked.push(turn);
    if (this.#parked.length > keptParkedTurns) this.#parked.shift();
  }

  #settle({ id, kind, reason, at }: Extract<JournalOperation, { do: "settle" }>): void {
    const unsent = this.#unsent.get(id);
    this.#unsent.delete(id);
    if (unsent === undefined || kind === "sent") return;
    const { kind: entryKind } = EntryKind.parse(JSON.parse(unsent.entry));
    this.#troubles.push({ id, conversationId: unsent.conversationId, entryKind, kind, reason, at });
    if (this.#troubles.length > keptTroubles) this.#troubles.shift();
  }

  #forget(conversationId: string): void {
    for (const [key, turn] of this.#pending)
      if (turn.conversationId === conversationId) this.#pending.delete(key);
    for (const [id, unsent] of this.#unsent)
      if (unsent.conversationId === conversationId) this.#unsent.delete(id);
  }
}

/** Serializes pending work for `PendingWorkSnapshot`. */
export function pendingWorkText({ unsent, ...rest }: PendingWorkSnapshot): string {
  const entries = unsent.map(({ entry, ...of }) => `${JSON.stringify(of).slice(0, -1)},"entry":${entry}}`);
  return `${JSON.stringify(rest).slice(0, -1)},"unsent":[${entries.join(",")}]}`;
}

function turnKey(conversationId: string, seq: number): string {
  return `${seq} ${conversationId}`;
}
