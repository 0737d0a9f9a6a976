/** Where somebody stands in line: the wide net, and the network in it. */
export interface Standing {
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
