import { randomUUID } from "node:crypto";
import { type AboutToStore, decorateStore } from "../store/decorated-store.ts";
import type { OutboxEntry } from "../store/records.ts";
import type { OutboxFate, Store } from "../store/store.ts";
import { type DeliveryResult, pauseAfter, type Sender, TRIES } from "./delivery.ts";

/**
 * Returns the outbox entries that a commit causes. Runs again when a turn is retried; must not throw on
 * external errors.
 */
export type Sends = (about: AboutToStore) => Promise<readonly OutboxEntry[]>;

/**
 * Decorates a store: adds the outbox entries of `senders` to each commit, so that both are stored atomically.
 */
export function withOutbox(store: Store, senders: readonly Sends[]): Store {
  if (senders.length === 0) return store;
  const toSend = async (about: AboutToStore): Promise<OutboxEntry[]> =>
    (await Promise.all(senders.map((sends) => sends(about)))).flat();
  return decorateStore(store, { toSend });
}

export interface OutboxParts {
  store: Pick<Store, "takeUnsent" | "releaseLanes" | "settleOutbox" | "watchOutbox">;
  /** senders by entry kind */
  senders: ReadonlyMap<string, Sender>;
  now: () => Date;
  /** resolves after a delay; replaceable in tests */
  pause: (ms: number) => Promise<void>;
  /** called with each delivery result once it is stored */
  settled?: (entry: OutboxEntry, fate: OutboxFate) => Promise<void>;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** time without a renewal after which another process may take over a partition */
export const LEASE_MS = 20_000;
const LOOK_EVERY_MS = 5_000;
const STORE_PAUSE_MS = 1_000;
const HELD_PAUSE_MS = 5_000;

/**
 * Delivers outbox entries. Each partition belongs to one process and is delivered in order; partitions run in parallel.
 * An entry is retried until its result is known. The next delivery does not wait until the result is stored.
 */
export class Outbox {
  private readonly partitions = new Map<string, Promise<void>>();
  private readonly known = new Set<string>();
  private readonly settling = new Set<Promise<void>>();
  private readonly self = randomUUID();
  private stopped = false;
  private end: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
  private timer: NodeJS.Timeout | undefined;
  private stopWatching: () => void = () => undefined;

  constructor(private readonly parts: OutboxParts) {}

  /** Delivers entries of earlier runs, and then new ones. */
  async start(): Promise<void> {
    this.stopWatching = this.parts.store.watchOutbox(() => void this.collect());
    this.timer = setInterval(() => void this.collect(), LOOK_EVERY_MS).unref();
    await this.collect();
  }

  /** Stops. Resolves when deliveries in progress are settled; the rest is delivered after a restart. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.end();
    this.stopWatching();
    clearInterval(this.timer);
    await Promise.all(this.partitions.values());
    await Promise.all(this.settling);
    await this.parts.store.releaseLanes(this.self).catch((error: unknown) => {
      this.parts.log("lanes not released", { reason: String(error) });
    });
  }

  private async collect(): Promise<void> {
    for (const entry of await this.takePending()) {
      if (this.known.has(entry.id)) continue;
      this.known.add(entry.id);
      const before = this.partitions.get(entry.lane) ?? Promise.resolve();
      const partition = before.then(() => this.deliver(entry));
      this.partitions.set(entry.lane, partition);
      void partition.finally(() => {
        if (this.partitions.get(entry.lane) === partition) this.partitions.delete(entry.lane);
      });
    }
  }

  /** Returns the pending entries of this process's partitions; none while the store is unavailable. */
  private async takePending(): Promise<OutboxEntry[]> {
    try {
      return await this.parts.store.takeUnsent({ by: this.self, leaseMs: LEASE_MS, known: this.known });
    } catch (error) {
      this.parts.log("outbox not read", { error });
      return [];
    }
  }

  private async deliver(entry: OutboxEntry): Promise<void> {
    const sender = this.parts.senders.get(entry.kind);
    for (let attempt = 1; !this.stopped; ) {
      const delivery: DeliveryResult = sender
        ? await sender(entry)
        : { kind: "refused", reason: `nothing here sends "${entry.kind}"` };
      if (delivery.kind === "held") {
        await Promise.race([this.parts.pause(HELD_PAUSE_MS), this.ended]);
        continue;
      }
      const fate = fateOf(delivery, attempt);
      if (fate) return this.startSettling(entry, fate);
      if (delivery.kind === "again") await this.parts.pause(pauseAfter(attempt, delivery.afterMs));
      attempt += 1;
    }
    this.known.delete(entry.id);
  }

  private startSettling(entry: OutboxEntry, fate: Parameters<Outbox["settle"]>[1]): void {
    const settled = this.settle(entry, fate).finally(() => this.settling.delete(settled));
    this.settling.add(settled);
  }

  private async settle(
    entry: OutboxEntry,
    fate: { kind: "sent" | "unconfirmed" | "parked"; reason: string },
  ): Promise<void> {
    if (fate.kind !== "sent")
      this.parts.log(`outbox ${fate.kind}`, { id: entry.id, kind: entry.kind, reason: fate.reason });
    const settled = { ...fate, at: this.parts.now().toISOString() };
    while (!(await this.isSettled(entry, settled)) && !this.stopped) await this.parts.pause(STORE_PAUSE_MS);
    this.known.delete(entry.id);
    await this.parts.settled?.(entry, settled).catch((error: unknown) => {
      this.parts.log("fate not told", { id: entry.id, error });
    });
  }

  private async isSettled(entry: OutboxEntry, fate: OutboxFate): Promise<boolean> {
    try {
      await this.parts.store.settleOutbox(entry.id, fate);
      return true;
    } catch (error) {
      this.parts.log("outbox not settled", { id: entry.id, error });
      return false;
    }
  }
}

/** Returns the final result of an attempt, or null when it is to be retried. */
function fateOf(
  delivery: Exclude<DeliveryResult, { kind: "held" }>,
  attempt: number,
): { kind: "sent" | "unconfirmed" | "parked"; reason: string } | null {
  switch (delivery.kind) {
    case "sent":
      return { kind: "sent", reason: "" };
    case "unconfirmed":
      return { kind: "unconfirmed", reason: delivery.reason };
    case "refused":
      return { kind: "parked", reason: delivery.reason };
    case "again":
      return attempt >= TRIES ? { kind: "parked", reason: `${delivery.reason}, ${attempt} times` } : null;
    default:
      return delivery satisfies never;
  }
}
