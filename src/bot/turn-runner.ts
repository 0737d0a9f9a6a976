import { randomUUID } from "node:crypto";
import { DialogContextError } from "../../dialogs/sdk.ts";
import type { TurnInput, TurnServices } from "../../dialogs/turn-input.ts";
import { TurnScope } from "../../dialogs/turn-scope.ts";
import { StateConflict, StoreUnavailable } from "../store/errors.ts";
import type { Activity } from "../store/records.ts";
import type { Store, TurnStart } from "../store/store.ts";
import type { BotLogic, DeskAdapter } from "./adapter.ts";
import { apology } from "./rendering/activities.ts";
import type { TurnLeases } from "./turn-leases.ts";

const STORE_PAUSE_MS = 1_000;

/** Waits for a store that is away, until the desk stops. */
export class StoreRetry {
  #ended = false;

  constructor(private readonly log: (event: string, about: Record<string, unknown>) => void) {}

  get ended(): boolean {
    return this.#ended;
  }

  end(): void {
    this.#ended = true;
  }

  /** Gives what the store gives, however long it is away; undefined when the desk stops first. */
  async whenThere<T>(conversationId: string, ask: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (!(await this.wait(conversationId))) return undefined;
      }
    }
  }

  /** Waits a little before the store is asked again; false when the desk stops. */
  async wait(conversationId: string): Promise<boolean> {
    if (this.#ended) return false;
    this.log("turn waits for the store", { conversationId });
    await new Promise((resolve) => setTimeout(resolve, STORE_PAUSE_MS));
    return true;
  }
}

/** Returns the error that a dialog threw: the SDK wraps it in one of its own, without its class and stack. */
const unwrapDialogError = (error: unknown): unknown =>
  error instanceof DialogContextError && error.error instanceof Error ? error.error : error;

/** What running a turn needs. */
export interface TurnRunnerParts {
  store: Pick<Store, "commitTurn" | "parkTurn" | "dropTurn">;
  adapter: DeskAdapter;
  bot: BotLogic;
  services: TurnServices;
  now: () => Date;
  /** for so many days after it was closed a ticket can be opened again */
  reopenDays: number;
  /** one line for the operator: an event, and what it is about, without anybody's words; of an `error` the log leaves its message out. `level`: info when absent */
  log: (event: string, about: Record<string, unknown>, level?: "debug" | undefined) => void;
}

const TRIES = 3;
/** an agent's move between a turn's beginning and its commit makes the turn run again; nobody moves this often */
const MOVES_MEANWHILE = 50;

/** Counts of a turn's tries that failed: by an error, and because somebody moved meanwhile. */
interface FailedTries {
  faults: number;
  conflicts: number;
}

/** What follows a failed try: another one, another one when the store is back, or the end of the turn. */
type NextStep = "again" | "wait" | "park";

/** Decides what follows a try that failed with `error`, after `before`. A store that is away counts as no try. */
export function afterFailure(error: unknown, before: FailedTries): { next: NextStep; failed: FailedTries } {
  if (error instanceof StoreUnavailable) return { next: "wait", failed: before };
  if (error instanceof StateConflict && before.conflicts < MOVES_MEANWHILE)
    return { next: "again", failed: { ...before, conflicts: before.conflicts + 1 } };
  const failed = { ...before, faults: before.faults + 1 };
  return { next: failed.faults < TRIES ? "again" : "park", failed };
}

/** Runs a turn that this process has taken. */
export class TurnRunner {
  constructor(
    private readonly parts: TurnRunnerParts,
    private readonly taking: Pick<TurnLeases, "again">,
    private readonly patience: StoreRetry,
  ) {}

  /** Runs a turn until it is committed, parked or another process's. Returns the seq of the entry that it reached. */
  async run(begun: TurnStart): Promise<number> {
    const conversationId = begun.conversation.id;
    let start = begun;
    let tries: FailedTries = { faults: 0, conflicts: 0 };
    for (;;) {
      try {
        if (!(await this.once(start))) await this.drop(start);
        return start.entry.seq;
      } catch (thrown) {
        const error = unwrapDialogError(thrown);
        const { next, failed } = afterFailure(error, tries);
        tries = failed;
        if (next === "park") {
          await this.park(start, error);
          return start.entry.seq;
        }
        if (next === "again") this.tellRetry(start, error, failed);
        else if (!(await this.patience.wait(conversationId))) return start.entry.seq;
        const again = await this.patience.whenThere(conversationId, () =>
          this.taking.again(conversationId, begun.by),
        );
        if (!again) return start.entry.seq;
        start = again;
      }
    }
  }

  /** Logs a try that failed. Conflicts are everyday, so they are for debugging only. */
  private tellRetry(
    { conversation, entry }: TurnStart,
    error: unknown,
    { faults, conflicts }: FailedTries,
  ): void {
    const about = { conversationId: conversation.id, seq: entry.seq, attempt: faults + conflicts, error };
    this.parts.log("turn retried", about, error instanceof StateConflict ? "debug" : undefined);
  }

  /** Runs the turn once. Returns whether it was committed. */
  private async once({ conversation, entry, state: stored, ticket, by }: TurnStart): Promise<boolean> {
    const { store, adapter, bot, services, now, reopenDays } = this.parts;
    let committed = false;
    const at = now();
    const commit: TurnInput["commit"] = async (changes) => {
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
    const input = { conversation, entry, now: at, stored, ticket, reopenDays, commit };
    await adapter.run(new TurnScope(input, services), bot);
    return committed;
  }

  private async drop({ conversation, by }: TurnStart): Promise<void> {
    await this.parts.store.dropTurn(conversation.id, by);
  }

  /** Parks the turn: the person gets an error id, their words and place stay, and the operator finds the reason. */
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
      await this.apologise(conversationId, apology(this.parts.services.words, id, activity.id), at);
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
