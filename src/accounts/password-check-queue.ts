/** Where somebody stands in line: the wide net, and the network in it. */
interface Standing {
  wide: string;
  network: string;
}

interface Waiting<T> extends Standing {
  item: T;
}

/**
 * A queue of at most `most` in which wide nets take turns, and in each of them its networks. Whoever comes when it is full
 * takes the place of the newest one of the net that has the most in it, unless that is their own.
 */
export class FairQueue<T> {
  readonly #nets = new Map<string, Map<string, Waiting<T>[]>>();
  #size = 0;

  constructor(private readonly most: number) {}

  get size(): number {
    return this.#size;
  }

  /** Gives whom there is no room for any more, perhaps the one who came; undefined when there was room for all. */
  push(standing: Standing, item: T): T | undefined {
    const pushedOut = this.#size < this.most ? undefined : this.#busiestBut(standing);
    if (pushedOut === null) return item;
    const net = this.#nets.get(standing.wide) ?? new Map<string, Waiting<T>[]>();
    const line = net.get(standing.network) ?? [];
    line.push({ ...standing, item });
    net.set(standing.network, line);
    this.#nets.set(standing.wide, net);
    this.#size += 1;
    if (pushedOut === undefined) return undefined;
    this.remove(pushedOut.item);
    return pushedOut.item;
  }

  /** Takes the next one out. */
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

  /** Takes one out who does not wait any more. */
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

  /** The newest of the network with the most, in the net with the most; null when whoever comes has about as many. */
  #busiestBut({ wide, network }: Standing): Waiting<T> | null {
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

/** Who wants a password compared: somebody who is known here, by an account, or somebody of a network. */
type Comparer = { account: string } | Standing;

/** Lets so many passwords be compared at once as the machine bears. */
export interface PasswordChecks {
  /** Does the work in turn; null when there was no room to wait for it, or it would have taken too long. */
  run<T>(by: Comparer, work: () => Promise<T>): Promise<T | null>;
}

/** How much is compared: each password takes 32 MB and a fifth of a second of another thread. */
export interface ComparisonLimits {
  atOnce: number;
  /** of these for people who are not known; the rest is kept for those who are */
  strangersAtOnce: number;
  /** of strangers, and as many of those who are known */
  waiting: number;
  patienceMs: number;
}

const usual: ComparisonLimits = { atOnce: 4, strangersAtOnce: 2, waiting: 64, patienceMs: 8000 };

type Start = (free: boolean) => void;

/** Makes the line for comparisons. Whoever is known goes first and has threads that nobody else gets; strangers take turns by network. */
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
      const standing = isKnown ? { wide: by.account, network: by.account } : by;
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
        queue.push(standing, start)?.(false);
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
