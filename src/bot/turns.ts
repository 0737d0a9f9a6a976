import { randomUUID } from "node:crypto";
import type { TurnContext } from "botbuilder";
import type { Phrases } from "../guide/phrases.ts";
import { StateConflict, type Store, StoreUnavailable } from "../store/port.ts";
import type { DeskAdapter } from "./adapter.ts";
import { apology } from "./apology.ts";
import { sourceOf } from "./source-of.ts";

/** What running turns needs. */
export interface TurnsParts {
  store: Store;
  adapter: DeskAdapter;
  bot: (context: TurnContext) => Promise<void>;
  words: Phrases;
  now: () => Date;
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: number;
  /** one line for the operator: an event, and what it is about, without anybody's words */
  log: (event: string, about: Record<string, unknown>) => void;
}

const TRIES = 3;
/** an agent's move between a turn's beginning and its commit makes the turn run again; nobody moves this often */
const MOVES_MEANWHILE = 50;
const STORE_PAUSE_MS = 1_000;

/** Runs turns: those of one conversation one after the other, those of different ones side by side. */
export class Turns {
  private readonly lanes = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(private readonly parts: TurnsParts) {}

  /** Puts an entry in line to be answered. */
  enqueue(conversationId: string, seq: number): void {
    const before = this.lanes.get(conversationId) ?? Promise.resolve();
    const lane = before.then(() => this.answer(conversationId, seq));
    this.lanes.set(conversationId, lane);
    void lane.finally(() => {
      if (this.lanes.get(conversationId) === lane) this.lanes.delete(conversationId);
    });
  }

  /** Runs what a crash or a stop cut off. */
  async recover(): Promise<void> {
    for (const { conversationId, seq } of await this.parts.store.pendingTurns())
      this.enqueue(conversationId, seq);
  }

  /** Resolves when nothing is in line any more. */
  async settled(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all(this.lanes.values());
  }

  /** Finishes what is in line; a turn that waits for the store is left for the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.settled();
  }

  private async answer(conversationId: string, seq: number): Promise<void> {
    let overtaken = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(conversationId, seq);
      } catch (thrown) {
        const error = sourceOf(thrown);
        if (error instanceof StateConflict && overtaken < MOVES_MEANWHILE) {
          overtaken += 1;
          attempt -= 1;
        } else if (error instanceof StoreUnavailable) {
          if (this.stopped) return;
          this.parts.log("turn waits for the store", { conversationId, seq });
          await new Promise((resolve) => setTimeout(resolve, STORE_PAUSE_MS));
          attempt -= 1;
        } else if (attempt >= TRIES) {
          return await this.park(conversationId, seq, error);
        }
      }
    }
  }

  private async once(conversationId: string, seq: number): Promise<void> {
    const { store, adapter, bot, now, reopenDays } = this.parts;
    const conversation = await store.conversation(conversationId);
    if (!conversation || conversation === "erased") return;
    const [entry] = await store.readLog(conversationId, { after: seq - 1, limit: 1 });
    if (!entry) return;
    await adapter.run(
      { conversation, entry, now: now(), replies: [], state: null, ticket: null, turn: null, reopenDays },
      bot,
    );
  }

  /** Gives up: the person is told with an id, their words and their place stay, the operator finds the reason. */
  private async park(conversationId: string, seq: number, error: unknown): Promise<void> {
    const id = randomUUID().slice(0, 8);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const at = this.parts.now().toISOString();
    this.parts.log("turn parked", { conversationId, seq, id, reason: (error as Error).stack ?? reason });
    try {
      await this.parts.store.parkTurn({ conversationId, seq }, `${id} ${reason}`, at);
      await this.apologise(conversationId, seq, id, at);
    } catch (cause) {
      this.parts.log("apology not stored", { conversationId, seq, id, reason: String(cause) });
    }
  }

  private async apologise(conversationId: string, seq: number, id: string, at: string): Promise<void> {
    const [entry] = await this.parts.store.readLog(conversationId, { after: seq - 1, limit: 1 });
    const activity = apology(this.parts.words, id, entry?.activity.id);
    await this.parts.store.commitTurn({
      conversationId,
      answers: null,
      whileBotSpeaks: true,
      at,
      replies: [{ audience: "everyone", activity }],
      state: [],
      tickets: [],
      receipts: [],
      ratings: [],
      outbox: [],
    });
  }
}
