import { randomUUID } from "node:crypto";
import type { TurnContext } from "../../dialogs/sdk.ts";
import type { Phrases } from "../guide/phrases.ts";
import type { Activity } from "../store/activity.ts";
import type { Store, TurnStart } from "../store/port.ts";
import { StateConflict, StoreUnavailable } from "../store/store-errors.ts";
import type { DeskAdapter } from "./adapter.ts";
import { apology } from "./apology.ts";
import type { Patience } from "./patience.ts";
import { sourceOf } from "./source-of.ts";
import type { TurnTaking } from "./turn-taking.ts";
import type { Work } from "./work.ts";

/** What running a turn needs. */
export interface TurnRunningParts {
  store: Pick<Store, "commitTurn" | "parkTurn" | "dropTurn">;
  adapter: DeskAdapter;
  bot: (context: TurnContext) => Promise<void>;
  words: Phrases;
  now: () => Date;
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: number;
  /** one line for the operator: an event, and what it is about, without anybody's words; of an `error` the log leaves its message out */
  log: (event: string, about: Record<string, unknown>) => void;
}

const TRIES = 3;
/** an agent's move between a turn's beginning and its commit makes the turn run again; nobody moves this often */
const MOVES_MEANWHILE = 50;

/** Runs a turn that this process has taken. */
export class TurnRunning {
  constructor(
    private readonly parts: TurnRunningParts,
    private readonly taking: Pick<TurnTaking, "again">,
    private readonly patience: Patience,
  ) {}

  /** Runs a turn until it is committed, parked or somebody else's; gives the seq of the entry that it came to. */
  async run(begun: TurnStart): Promise<number> {
    const conversationId = begun.conversation.id;
    let start = begun;
    for (let attempt = 1, overtaken = 0; ; attempt += 1) {
      try {
        if (!(await this.once(start))) await this.drop(start);
        return start.entry.seq;
      } catch (thrown) {
        const error = sourceOf(thrown);
        if (error instanceof StateConflict && overtaken < MOVES_MEANWHILE) {
          overtaken += 1;
          attempt -= 1;
        } else if (error instanceof StoreUnavailable) attempt -= 1;
        else if (attempt >= TRIES) {
          await this.park(start, error);
          return start.entry.seq;
        }
        if (error instanceof StoreUnavailable && !(await this.patience.wait(conversationId)))
          return start.entry.seq;
        const again = await this.patience.whenThere(conversationId, () =>
          this.taking.again(conversationId, begun.by),
        );
        if (!again) return start.entry.seq;
        start = again;
      }
    }
  }

  /** Whether the turn was committed. */
  private async once({ conversation, entry, state: stored, ticket, by }: TurnStart): Promise<boolean> {
    const { store, adapter, bot, now, reopenDays } = this.parts;
    let committed = false;
    const at = now();
    const commit: Work["commit"] = async (changes) => {
      const said = await store.commitTurn({
        ...changes,
        conversationId: conversation.id,
        answers: entry.seq,
        at: at.toISOString(),
        by,
      });
      committed = true;
      return said;
    };
    await adapter.run(
      {
        conversation,
        entry,
        now: at,
        replies: [],
        stored,
        state: null,
        ticket,
        turn: null,
        reopenDays,
        commit,
      },
      bot,
    );
    return committed;
  }

  private async drop({ conversation, by }: TurnStart): Promise<void> {
    await this.parts.store.dropTurn(conversation.id, by);
  }

  /** Gives up: the person is told with an id, their words and their place stay, the operator finds the reason. */
  private async park(start: TurnStart, error: unknown): Promise<void> {
    const conversationId = start.conversation.id;
    const { seq, activity } = start.entry;
    const id = randomUUID().slice(0, 8);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const at = this.parts.now().toISOString();
    this.parts.log("turn parked", { conversationId, seq, id, error });
    try {
      await this.parts.store.parkTurn({ conversationId, seq }, `${id} ${reason}`, at);
      await this.drop(start);
      await this.apologise(conversationId, apology(this.parts.words, id, activity.id), at);
    } catch (cause) {
      this.parts.log("apology not stored", { conversationId, seq, id, error: cause });
    }
  }

  private async apologise(conversationId: string, activity: Activity, at: string): Promise<void> {
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
