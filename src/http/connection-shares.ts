import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { wideNetworkOf } from "./client-address.ts";

/** An open connection. */
export interface HeldConnection {
  raw: Socket;
  network: string;
  /** milliseconds since 1970 */
  since: number;
  /** response to the newest request; null: no request yet */
  res: ServerResponse | null;
  /** it is a WebSocket */
  upgraded: boolean;
  /** protected from eviction */
  kept: boolean;
}

interface Network {
  strangers: Set<HeldConnection>;
  kept: number;
  wide: string;
}

/** Connection counts of a wide network. */
interface WideNetwork {
  strangers: number;
  kept: number;
}

/** a new connection is protected for `graceMs` against others that are hardly older and equally silent */
const graceMs = 100;
const youngMs = 1000;

/**
 * Returns whether the server is not working on a request: none came, all are answered, or the body or reader
 * stalls.
 */
function isIdle({ res, upgraded }: Pick<HeldConnection, "res" | "upgraded">): boolean {
  if (upgraded) return false;
  return res === null || res.writableEnded || res.destroyed || !res.req.complete;
}

/**
 * Returns the eviction rank: silent connections first, then answered ones, then WebSockets. Rank 4 is never
 * evicted.
 */
function rankOf(held: HeldConnection, age: number): number {
  if (held.upgraded) return 3;
  if (!isIdle(held)) return 4;
  if (held.res?.writableFinished) return 2;
  return age >= graceMs && age < youngMs ? 0 : 1;
}

/** Returns evictable connections in eviction order: by rank, the youngest first. */
function evictable(strangers: ReadonlySet<HeldConnection>, now: number): HeldConnection[] {
  const ranks: HeldConnection[][] = [[], [], [], [], []];
  for (const entry of [...strangers].reverse()) ranks[rankOf(entry, now - entry.since)]?.push(entry);
  return ranks.slice(0, -1).flat();
}

/** Connections grouped by network. */
export class Networks {
  readonly #networks = new Map<string, Network>();
  readonly #wide = new Map<string, WideNetwork>();
  #strangers = 0;
  #kept = 0;

  get size(): number {
    return this.#strangers + this.#kept;
  }

  get strangers(): number {
    return this.#strangers;
  }

  get kept(): number {
    return this.#kept;
  }

  countOf(network: string): number {
    const found = this.#networks.get(network);
    return found === undefined ? 0 : found.strangers.size + found.kept;
  }

  /** Returns the number of connections in the wide network of a network. */
  countAround(network: string): number {
    const found = this.#wide.get(this.#networks.get(network)?.wide ?? wideNetworkOf(network));
    return found === undefined ? 0 : found.strangers + found.kept;
  }

  *all(): Generator<HeldConnection> {
    for (const { strangers } of this.#networks.values()) yield* strangers;
  }

  add(raw: Socket, network: string, since: number): HeldConnection {
    const entry: HeldConnection = { raw, network, since, res: null, upgraded: false, kept: false };
    this.#add(entry);
    return entry;
  }

  remove(held: HeldConnection): void {
    const network = this.#networks.get(held.network);
    if (network === undefined) return;
    const wide = this.#wideOf(network.wide);
    if (held.kept) {
      network.kept -= 1;
      wide.kept -= 1;
      this.#kept -= 1;
    } else if (network.strangers.delete(held)) {
      wide.strangers -= 1;
      this.#strangers -= 1;
    }
    held.kept = false;
    if (network.strangers.size + network.kept === 0) this.#networks.delete(held.network);
    if (wide.strangers + wide.kept === 0) this.#wide.delete(network.wide);
  }

  /** Moves a connection to another network, such as one that a proxy reuses for another client. */
  move(held: HeldConnection, network: string): void {
    if (held.network === network) return;
    const wasKept = held.kept;
    this.remove(held);
    held.network = network;
    this.#add(held);
    if (wasKept) this.keep(held);
  }

  keep(held: HeldConnection): void {
    const network = this.#of(held.network);
    if (!network.strangers.delete(held)) return;
    held.kept = true;
    const wide = this.#wideOf(network.wide);
    wide.strangers -= 1;
    wide.kept += 1;
    network.kept += 1;
    this.#strangers -= 1;
    this.#kept += 1;
  }

  /**
   * Closes the youngest idle connections of the networks with the most, within the wide networks with the most. Returns
   * how many were closed. When every network has few, the newest of the busiest wide network go first.
   */
  evict(wanted: number, now: number): number {
    return this.#evictHeaviest([...this.#networks], wanted, now);
  }

  /** Evicts from the other networks in the wide network of a network. */
  evictAround(network: string, wanted: number, now: number): number {
    const wide = this.#networks.get(network)?.wide ?? wideNetworkOf(network);
    return this.#evictHeaviest(
      [...this.#networks].filter(([name, other]) => other.wide === wide && name !== network),
      wanted,
      now,
    );
  }

  #evictHeaviest(among: [string, Network][], wanted: number, now: number): number {
    const heaviest = among.sort(
      ([, one], [, other]) =>
        this.#wideOf(other.wide).strangers - this.#wideOf(one.wide).strangers ||
        other.strangers.size - one.strangers.size ||
        newest(other) - newest(one),
    );
    let evicted = 0;
    for (const [name, { strangers }] of heaviest) {
      if (evicted >= wanted) break;
      evicted += this.evictOf(name, Math.min(wanted - evicted, Math.ceil(strangers.size / 2)), now);
    }
    return evicted;
  }

  /** Evicts from one network. */
  evictOf(network: string, wanted: number, now: number): number {
    const going = evictable(this.#networks.get(network)?.strangers ?? new Set(), now).slice(0, wanted);
    for (const entry of going) {
      this.remove(entry);
      entry.raw.destroy();
    }
    return going.length;
  }

  #add(held: HeldConnection): void {
    const network = this.#of(held.network);
    network.strangers.add(held);
    this.#wideOf(network.wide).strangers += 1;
    this.#strangers += 1;
  }

  #of(network: string): Network {
    const found = this.#networks.get(network) ?? {
      strangers: new Set(),
      kept: 0,
      wide: wideNetworkOf(network),
    };
    this.#networks.set(network, found);
    return found;
  }

  #wideOf(wide: string): WideNetwork {
    const found = this.#wide.get(wide) ?? { strangers: 0, kept: 0 };
    this.#wide.set(wide, found);
    return found;
  }
}

/** Returns when the newest connection of a network was opened. */
const newest = ({ strangers }: Network): number => {
  let since = 0;
  for (const entry of strangers) since = Math.max(since, entry.since);
  return since;
};
