/** Where an item comes from: wide network, and network in it. */
interface Origin {
  wide: string;
  network: string;
}

interface Waiting<T> extends Origin {
  item: T;
}

/**
 * Fair queue of at most `most` items: round robin by wide network, and by network within it. When it is full, a new item
 * replaces the newest of the busiest network, unless that is its own.
 */
export class FairQueue<T> {
  readonly #nets = new Map<string, Map<string, Waiting<T>[]>>();
  #size = 0;

  constructor(private readonly most: number) {}

  get size(): number {
    return this.#size;
  }

  /** Adds an item. Returns the item that was displaced, possibly the new one. */
  push(origin: Origin, item: T): T | undefined {
    const pushedOut = this.#size < this.most ? undefined : this.#busiestBut(origin);
    if (pushedOut === null) return item;
    const net = this.#nets.get(origin.wide) ?? new Map<string, Waiting<T>[]>();
    const line = net.get(origin.network) ?? [];
    line.push({ ...origin, item });
    net.set(origin.network, line);
    this.#nets.set(origin.wide, net);
    this.#size += 1;
    if (pushedOut === undefined) return undefined;
    this.remove(pushedOut.item);
    return pushedOut.item;
  }

  /** Removes and returns the next item. */
  next(): T | undefined {
    for (const [wide, net] of this.#nets)
      for (const [network, line] of net) {
        const first = line.shift();
        this.#size -= 1;
        net.delete(network);
        this.#nets.delete(wide);
        if (line.length > 0) net.set(network, line);
        if (net.size > 0) this.#nets.set(wide, net);
        return first?.item;
      }
    return undefined;
  }

  /** Removes an item. */
  remove(item: T): void {
    for (const [wide, net] of this.#nets)
      for (const [network, line] of net) {
        const at = line.findIndex((waiting) => waiting.item === item);
        if (at < 0) continue;
        line.splice(at, 1);
        this.#size -= 1;
        if (line.length === 0) net.delete(network);
        if (net.size === 0) this.#nets.delete(wide);
        return;
      }
  }

  /** Returns the newest item of the busiest network; null when the newcomer's network is about as busy. */
  #busiestBut({ wide, network }: Origin): Waiting<T> | null {
    const countOf = (net: ReadonlyMap<string, readonly unknown[]> | undefined): number =>
      [...(net?.values() ?? [])].reduce((sum, { length }) => sum + length, 0);
    const [busiest] = [...this.#nets].sort(([, a], [, b]) => countOf(b) - countOf(a));
    if (busiest === undefined) return null;
    const [name, net] = busiest;
    const [line = []] = [...net.values()].sort((a, b) => b.length - a.length);
    const [own, most] =
      name === wide
        ? [net.get(network)?.length ?? 0, line.length]
        : [countOf(this.#nets.get(wide)), countOf(net)];
    return own + 1 < most ? (line.at(-1) ?? null) : null;
  }
}

/** Requester of a password check: a known account, or a network. */
type Comparer = { account: string } | Origin;

/** Bounds concurrent password checks. */
export interface PasswordChecks {
  /** Runs the work in turn; null when the queue was full or the wait too long. */
  run<T>(by: Comparer, work: () => Promise<T>): Promise<T | null>;
}

/** Limits of password checks: each takes 32 MB and 0.2 seconds of a worker thread. */
export interface ComparisonLimits {
  atOnce: number;
  /** limit for strangers; the rest is reserved for known people */
  strangersAtOnce: number;
  /** queue length for strangers, and the same for known people */
  waiting: number;
  patienceMs: number;
}

const usual: ComparisonLimits = { atOnce: 4, strangersAtOnce: 2, waiting: 64, patienceMs: 8000 };

type Start = (free: boolean) => void;

/**
 * Makes the queue. Known people have priority and reserved threads; strangers are served round robin by
 * network.
 */
export function makePasswordChecks({
  atOnce,
  strangersAtOnce,
  waiting,
  patienceMs,
}: ComparisonLimits = usual): PasswordChecks {
  const known = new FairQueue<Start>(waiting);
  const strangers = new FairQueue<Start>(waiting);
  let comparing = 0;
  let comparingStrangers = 0;

  const goOn = (): void => {
    while (comparing < atOnce) {
      const next = known.next() ?? (comparingStrangers < strangersAtOnce ? strangers.next() : undefined);
      if (next === undefined) return;
      next(true);
    }
  };
  return {
    run: async (by, work) => {
      const isKnown = "account" in by;
      const queue = isKnown ? known : strangers;
      const origin = isKnown ? { wide: by.account, network: by.account } : by;
      const mayStart = await new Promise<boolean>((resolve) => {
        const start: Start = (free) => {
          clearTimeout(late);
          if (free) {
            comparing += 1;
            if (!isKnown) comparingStrangers += 1;
          }
          resolve(free);
        };
        const late = setTimeout(() => {
          queue.remove(start);
          resolve(false);
        }, patienceMs).unref();
        queue.push(origin, start)?.(false);
        goOn();
      });
      if (!mayStart) return null;
      try {
        return await work();
      } finally {
        comparing -= 1;
        if (!isKnown) comparingStrangers -= 1;
        goOn();
      }
    },
  };
}
