import { randomUUID } from "node:crypto";
import type { Store, TurnClaim, TurnStart } from "../store/store.ts";

type TakingStore = Pick<Store, "takeTurn" | "keepTurn" | "watch">;

/** after so long without a sign of the process that runs a turn, another one may run it */
const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/** Takes turns from the store for this process, so that no other process runs one of the same conversation meanwhile. */
export class TurnLeases {
  readonly #self = randomUUID();
  readonly #begun = new Map<string, TurnStart>();
  readonly #waiting = new Map<string, Set<() => void>>();
  /** the turns that run, by conversation: under which name, and whether for long enough to be kept */
  readonly #kept = new Map<string, { by: string; old: boolean }>();
  readonly #renewal: NodeJS.Timeout;
  readonly #stopWatching: () => void;
  #claims = 0;

  constructor(private readonly store: TakingStore) {
    this.#renewal = setInterval(() => this.#keep(), LEASE_MS / 3).unref();
    this.#stopWatching = store.watch((conversationId) => this.#wake(conversationId));
  }

  claim(): TurnClaim {
    this.#claims += 1;
    return { by: `${this.#self} ${this.#claims}`, leaseMs: LEASE_MS };
  }

  /** Hands over a turn that began when its entry came in. */
  offer(conversationId: string, start: TurnStart): void {
    this.#begun.set(conversationId, start);
    this.#wake(conversationId);
  }

  async next(conversationId: string): Promise<TurnStart | "busy" | null> {
    const begun = this.#begun.get(conversationId);
    this.#begun.delete(conversationId);
    return begun ?? this.store.takeTurn(conversationId, this.claim());
  }

  /** Claims the same turn as it is by now, or the next one; null when there is none, or another process runs it. */
  async again(conversationId: string, by: string): Promise<TurnStart | null> {
    const start = await this.store.takeTurn(conversationId, { by, leaseMs: LEASE_MS });
    return start === "busy" ? null : start;
  }

  /** Runs `work` and keeps the turn meanwhile, however long it takes. */
  async keeping<T>(conversationId: string, by: string, work: () => Promise<T>): Promise<T> {
    this.#kept.set(conversationId, { by, old: false });
    try {
      return await work();
    } finally {
      this.#kept.delete(conversationId);
    }
  }

  /** Resolves when the conversation has grown, or a moment later. */
  change(conversationId: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(conversationId) ?? new Set();
      this.#waiting.set(conversationId, waiting);
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(conversationId) === waiting)
          this.#waiting.delete(conversationId);
        resolve();
      };
      const timer = setTimeout(done, LOOK_AGAIN_MS);
      waiting.add(done);
    });
  }

  stop(): void {
    clearInterval(this.#renewal);
    this.#stopWatching();
  }

  #keep(): void {
    for (const [conversationId, turn] of this.#kept) {
      if (turn.old)
        void this.store.keepTurn(conversationId, { by: turn.by, leaseMs: LEASE_MS }).catch(() => undefined);
      turn.old = true;
    }
  }

  #wake(conversationId: string): void {
    for (const done of [...(this.#waiting.get(conversationId) ?? [])]) done();
  }
}
