import type { TurnClaim, TurnStart } from "../port.ts";
import { readHeldState } from "./bot-state.ts";
import { conversationOf } from "./conversations.ts";
import type { Keeper } from "./keeper.ts";
import { readLog } from "./log-reader.ts";
import { readTicket } from "./tickets.ts";

/** Who runs a turn of which conversation. One process has the store, so a lease ends with the process. */
export class TurnsUnderWay {
  readonly #takers = new Map<string, string>();

  constructor(private readonly keeper: Keeper) {}

  isTaken(conversationId: string): boolean {
    return this.#takers.has(conversationId);
  }

  /** Whether a commit under this name still may be made. */
  isOf(conversationId: string, by: string): boolean {
    return this.#takers.get(conversationId) === by;
  }

  async take(conversationId: string, { by }: TurnClaim): Promise<TurnStart | "busy" | null> {
    const { books } = this.keeper;
    const taker = this.#takers.get(conversationId);
    if (taker !== undefined && taker !== by) return "busy";
    const seq = books.agenda.oldestOf(conversationId);
    if (seq === undefined) {
      this.#takers.delete(conversationId);
      return null;
    }
    this.#takers.set(conversationId, by);
    const file = await books.conversations.look(conversationId);
    const conversation = conversationOf(file, books.agenda);
    const [entry] = await readLog(books, conversationId, { after: seq - 1, limit: 1 });
    if (typeof conversation !== "object" || entry === undefined) {
      this.drop(conversationId, by);
      return null;
    }
    const newest = conversation.ticket ?? Math.max(0, ...file.tickets);
    const ticket = newest === 0 ? null : ((await readTicket(books, newest)) ?? null);
    return { by, conversation, entry, state: readHeldState(file), ticket };
  }

  drop(conversationId: string, by: string): void {
    if (this.isOf(conversationId, by)) this.#takers.delete(conversationId);
  }
}
