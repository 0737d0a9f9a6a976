import { randomUUID } from "node:crypto";
import { type AboutToStore, decorateStore } from "../store/decorated-store.ts";
import type { OutboxEntry } from "../store/records.ts";
import type { OutboxFate, Store } from "../store/store.ts";
import { type DeliveryResult, pauseAfter, type Sender, TRIES } from "./delivery.ts";

/** Tells what is to be sent out of the desk because of it. It is asked again when a turn is run again, and must not throw for what an outsider does. */
export type Sends = (about: AboutToStore) => Promise<readonly OutboxEntry[]>;

/** The same store, which puts what the senders want sent into the very commit that is its cause: neither is kept without the other. */
export function withOutbox(store: Store, senders: readonly Sends[]): Store {
  if (senders.length === 0) return store;
  const toSend = async (about: AboutToStore): Promise<OutboxEntry[]> =>
    (await Promise.all(senders.map((sends) => sends(about)))).flat();
  return decorateStore(store, { toSend });
}

export interface OutboxParts {
  store: Pick<Store, "takeUnsent" | "releaseLanes" | "settleOutbox" | "watchOutbox">;
  /** by the kind of entry */
  couriers: ReadonlyMap<string, Sender>;
  now: () => Date;
  /** resolves after so many milliseconds; tests need not wait */
  pause: (ms: number) => Promise<void>;
  /** is told of each fate once it is stored */
  settled?: (entry: OutboxEntry, fate: OutboxFate) => Promise<void>;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** after so long without a sign another process may send what waits in a lane */
export const LEASE_MS = 20_000;
const LOOK_EVERY_MS = 5_000;
const STORE_PAUSE_MS = 1_000;
const HELD_PAUSE_MS = 5_000;

/**
 * Sends what committed turns want sent, one process a lane: in order within a lane, lanes side by side, each entry until
 * its fate is known. While that is stored the next one is sent already.
 */
export class Outbox {
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly known = new Set<string>();
  private readonly settling = new Set<Promise<void>>();
  private readonly self = randomUUID();
  private stopped = false;
  private end: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
  private looking: NodeJS.Timeout | undefined;
  private stopWatching: () => void = () => undefined;

  constructor(private readonly parts: OutboxParts) {}

  /** Takes up what an earlier run left, and from now on whatever is committed. */
  async start(): Promise<void> {
    this.stopWatching = this.parts.store.watchOutbox(() => void this.collect());
    this.looking = setInterval(() => void this.collect(), LOOK_EVERY_MS).unref();
    await this.collect();
  }

  /** Begins nothing new and resolves when what is under way is settled; the rest is sent after the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.end();
    this.stopWatching();
    clearInterval(this.looking);
    await Promise.all(this.lanes.values());
    await Promise.all(this.settling);
    await this.parts.store.releaseLanes(this.self).catch((error: unknown) => {
      this.parts.log("lanes not released", { reason: String(error) });
    });
  }

  private async collect(): Promise<void> {
    for (const entry of await this.mine()) {
      if (this.known.has(entry.id)) continue;
      this.known.add(entry.id);
      const before = this.lanes.get(entry.lane) ?? Promise.resolve();
      const lane = before.then(() => this.deliver(entry));
      this.lanes.set(entry.lane, lane);
      void lane.finally(() => {
        if (this.lanes.get(entry.lane) === lane) this.lanes.delete(entry.lane);
      });
    }
  }

  /** What waits in the lanes that are this process's; nothing while the store is away, for it is asked again. */
  private async mine(): Promise<OutboxEntry[]> {
    try {
      return await this.parts.store.takeUnsent({ by: this.self, leaseMs: LEASE_MS, known: this.known });
    } catch (error) {
      this.parts.log("outbox not read", { error });
      return [];
    }
  }

  private async deliver(entry: OutboxEntry): Promise<void> {
    const sender = this.parts.couriers.get(entry.kind);
    for (let attempt = 1; !this.stopped; ) {
      const delivery: DeliveryResult = sender
        ? await sender(entry)
        : { kind: "refused", reason: `nothing here sends "${entry.kind}"` };
      if (delivery.kind === "held") {
        await Promise.race([this.parts.pause(HELD_PAUSE_MS), this.ended]);
        continue;
      }
      const fate = fateOf(delivery, attempt);
      if (fate) return this.beginToSettle(entry, fate);
      if (delivery.kind === "again") await this.parts.pause(pauseAfter(attempt, delivery.afterMs));
      attempt += 1;
    }
    this.known.delete(entry.id);
  }

  private beginToSettle(entry: OutboxEntry, fate: Parameters<Outbox["settle"]>[1]): void {
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

/** What an attempt settles; null while it is worth another. */
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
