import type { EarlyClaim, Store, TurnStart } from "../store/store.ts";
import { TurnLeases } from "./turn-leases.ts";
import { StoreRetry, TurnRunner, type TurnRunnerParts } from "./turn-runner.ts";

/**
 * Divides the CPU time of the process among what runs in it side by side: while n run, each is charged an n-th, so that
 * together they are charged what the process took. `used`: CPU time of the process so far.
 */
export class CpuShare {
  #running = 0;
  #at = 0;
  /** what somebody who ran all the time was charged */
  #each = 0;

  constructor(private readonly used: () => number) {}

  /** Begins a share. What it gives ends it, once, and tells what it was charged. */
  begin(): () => number {
    this.#account();
    this.#running += 1;
    const before = this.#each;
    return () => {
      this.#account();
      this.#running -= 1;
      return this.#each - before;
    };
  }

  #account(): void {
    const now = this.used();
    if (this.#running > 0) this.#each += (now - this.#at) / this.#running;
    this.#at = now;
  }
}

/** a look at the clock of the process costs microseconds itself, of which a turn has but a few hundred */
const lookEveryMs = 20;

/**
 * Makes a clock of the CPU time of all threads of this process, in milliseconds, that is at most 20 ms behind. A short turn
 * is charged nothing or the time of its neighbours; over many turns each is charged what it took.
 */
function processCpuClock(): () => number {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  return () => {
    const now = performance.now();
    if (now - lookedAt < lookEveryMs) return used;
    lookedAt = now;
    const { user, system } = process.cpuUsage();
    used = (user + system) / 1000;
    return used;
  };
}

/** What running turns needs. */
interface TurnQueueParts extends TurnRunnerParts {
  store: Store;
}

type TurnListener = (milliseconds: number, cpuMs: number, conversationId: string) => void;
type Incoming = Parameters<Store["receive"]>[1];
type Received = Awaited<ReturnType<Store["receive"]>>;

const RECOVER_EVERY_MS = 5_000;

/** Runs turns: those of one conversation one after the other in whichever process, those of different ones side by side. */
export class TurnQueue {
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly taking: TurnLeases;
  private readonly patience: StoreRetry;
  private readonly running: TurnRunner;
  private readonly listeners = new Set<TurnListener>();
  private readonly cpu = new CpuShare(processCpuClock());
  private recovering: NodeJS.Timeout | undefined;

  constructor(private readonly parts: TurnQueueParts) {
    this.taking = new TurnLeases(parts.store);
    this.patience = new StoreRetry(parts.log);
    this.running = new TurnRunner(parts, this.taking, this.patience);
  }

  /**
   * Takes in an entry that is to be answered. Its turn begins with the same call, unless this process has others of the
   * conversation in line. Resolves when the entry is durable.
   */
  async receive(
    conversationId: string,
    { activity, keys, at, audience }: Omit<Incoming, "needsTurn" | "claim">,
  ): Promise<Received> {
    let begun = 0;
    const { by, leaseMs } = this.taking.claim();
    const claim: EarlyClaim = {
      by,
      leaseMs,
      begun: (start) => {
        begun = start.entry.seq;
        this.taking.offer(conversationId, start);
        this.enqueue(conversationId, begun);
      },
    };
    const received = await this.parts.store.receive(conversationId, {
      activity,
      keys,
      at,
      audience,
      needsTurn: true,
      claim: this.lanes.has(conversationId) ? undefined : claim,
    });
    if (!received.duplicate && begun < received.entry.seq) this.enqueue(conversationId, received.entry.seq);
    return received;
  }

  /** Puts an entry in line to be answered. */
  enqueue(conversationId: string, seq: number): void {
    this.line(conversationId, () => this.answer(conversationId, seq, "wait"));
  }

  /** Runs what a crash or a stop cut off, here or in another process. */
  async recover(): Promise<void> {
    const newest = new Map<string, number>();
    for (const { conversationId, seq } of await this.parts.store.pendingTurns("left"))
      newest.set(conversationId, seq);
    for (const [conversationId, seq] of newest)
      if (!this.lanes.has(conversationId))
        this.line(conversationId, () => this.answer(conversationId, seq, "leave"));
  }

  /** Recovers now, and from now on what other processes leave behind. */
  async start(): Promise<void> {
    await this.recover();
    this.recovering = setInterval(() => {
      this.recover().catch((error: unknown) => this.parts.log("no look for turns left behind", { error }));
    }, RECOVER_EVERY_MS).unref();
  }

  /** Resolves when the turns of a conversation that are in line here now are over: committed, parked or left. */
  async answered(conversationId: string): Promise<void> {
    await this.lanes.get(conversationId);
  }

  /** Calls back with how long each turn took, and what of it was CPU time. */
  watch(listener: TurnListener): void {
    this.listeners.add(listener);
  }

  /** Resolves when nothing is in line any more. */
  async settled(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all(this.lanes.values());
  }

  /** Finishes what is in line; a turn that waits for the store or for another process is left to others. */
  async stop(): Promise<void> {
    this.patience.end();
    clearInterval(this.recovering);
    await this.settled();
    this.taking.stop();
  }

  private line(conversationId: string, work: () => Promise<void>): void {
    const before = this.lanes.get(conversationId) ?? Promise.resolve();
    const lane = before
      .then(work)
      .catch((error: unknown) => this.parts.log("turn left behind", { conversationId, error }));
    this.lanes.set(conversationId, lane);
    void lane.finally(() => {
      if (this.lanes.get(conversationId) === lane) this.lanes.delete(conversationId);
    });
  }

  /** Runs the waiting turns of a conversation, oldest first, up to this entry's. */
  private async answer(conversationId: string, seq: number, whenBusy: "wait" | "leave"): Promise<void> {
    for (let ran = 0; ran < seq; ) {
      const start = await this.patience.whenThere(conversationId, () => this.taking.next(conversationId));
      if (!start || (start === "busy" && (whenBusy === "leave" || this.patience.ended))) return;
      if (start === "busy") await this.taking.change(conversationId);
      else if (start.entry.seq > ran)
        ran = await this.taking.keeping(conversationId, start.by, () => this.run(start));
      else return this.drop(start);
    }
  }

  private async run(start: TurnStart): Promise<number> {
    const began = performance.now();
    const charged = this.cpu.begin();
    try {
      return await this.running.run(start);
    } finally {
      const cpuMs = charged();
      for (const listener of this.listeners)
        listener(performance.now() - began, cpuMs, start.conversation.id);
    }
  }

  private async drop({ conversation, by }: TurnStart): Promise<void> {
    await this.parts.store.dropTurn(conversation.id, by);
  }
}
