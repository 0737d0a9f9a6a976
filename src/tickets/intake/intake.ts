import type { Store } from "../../store/store.ts";
import { type HeldBecause, isOpen, isQuarantined, type Ticket } from "../../store/ticket.ts";
import { LaneCount, type Pressure, type TicketLimits } from "./surge.ts";

/** Somebody in distress is counted apart: neither a flood of others nor their own network's keeps them waiting. */
type Lane = "ordinary" | "distress";

/** Why a new ticket waits in quarantine; null: it joins the queue. Whoever has no counted network is vouched for. */
export function quarantineReason(
  network: string | null,
  standing: { openOfNetwork: number; unusual: boolean },
  { openPerNetwork }: Pick<TicketLimits, "openPerNetwork">,
): HeldBecause | null {
  if (network === null) return null;
  if (standing.openOfNetwork >= openPerNetwork) return "network";
  return standing.unusual ? "rate" : null;
}

/** A flood that pays for proofs gets no more than so many times what is usual into the queue within a window. */
const MOST_PROVEN = 5;

/**
 * Whether a proof of work lets a ticket in. Who talked with the desk before the window began is not counted against a
 * flood, which has to begin its conversations first.
 */
export const provenMayEnter = (
  conversationBegan: number,
  standing: { proven: number; usual: number; windowBegan: number },
): boolean => conversationBegan < standing.windowBegan || standing.proven < standing.usual * MOST_PROVEN;

/** Somebody who asks for a ticket. */
export interface Applicant {
  /** the number that it will have */
  number: number;
  /** a keyed hash; null: somebody vouches for the person */
  network: string | null;
  lane: Lane;
}

/** a ticket whose turn was given up is not waited for */
const PENDING_MS = 60_000;
const MOST_READ = 2_000;
const LANES: readonly Lane[] = ["ordinary", "distress"];

export const laneOf = ({ distress }: Pick<Ticket, "distress">): Lane =>
  distress === null ? "ordinary" : "distress";

const inQueueOrTaken = (ticket: Ticket): boolean => isOpen(ticket) && !isQuarantined(ticket);

/** Counts the tickets of strangers: those open of each network, and those opened lately. Every process hears of the same tickets. */
export class Intake {
  /** the network and lane of each ticket that counts as open, and of those about to be stored */
  readonly #open = new Map<number, string>();
  readonly #pending = new Map<number, { key: string; at: number }>();
  readonly #counts = new Map<string, number>();
  /** what has changed while the store was read */
  #seen: Set<number> | null = new Set();
  readonly #lanes: Record<Lane, LaneCount>;

  constructor(
    private readonly limits: TicketLimits,
    private readonly now: () => Date,
    /** hears when the rate of a lane becomes unusual, and when it is usual again */
    private readonly changed: (about: Pressure & { lane: Lane }) => void,
  ) {
    this.#lanes = { ordinary: new LaneCount(limits, now), distress: new LaneCount(limits, now) };
  }

  /** Learns from the newest tickets what is usual. */
  async load(store: Pick<Store, "newestTickets" | "openTickets">): Promise<void> {
    const newest = await store.newestTickets({ limit: MOST_READ });
    const open = await store.openTickets();
    for (const ticket of [...newest.toReversed(), ...open])
      if (!this.#seen?.has(ticket.number)) this.#take(ticket);
    this.#seen = null;
  }

  /** Notes the newest form of a ticket. */
  take(ticket: Ticket): void {
    this.#seen?.add(ticket.number);
    this.#take(ticket);
  }

  #take(ticket: Ticket): void {
    const { number, network } = ticket;
    this.#pending.delete(number);
    if (network === null) {
      this.#forget(number);
      return;
    }
    const lane = laneOf(ticket);
    const line = this.#lanes[lane];
    if (inQueueOrTaken(ticket)) this.#note(number, `${lane} ${network}`);
    else this.#forget(number);
    const held = ticket.audit.find(({ what }) => what === "quarantined")?.about["because"] ?? null;
    if (held !== "network") line.opened(number, Date.parse(ticket.openedAt), held === null);
    const proof = ticket.audit.findLast(({ what, who }) => what === "let-in" && who.kind === "desk");
    if (proof !== undefined) line.proved(number, Date.parse(proof.at));
  }

  /** Decides on a ticket that is about to be stored, and counts it from now on. */
  admit({ number, network, lane }: Applicant): HeldBecause | null {
    if (network === null) return null;
    const key = `${lane} ${network}`;
    const { unusual } = this.look(lane);
    const held = quarantineReason(network, { openOfNetwork: this.#openOf(key), unusual }, this.limits);
    const at = this.now().getTime();
    if (held === null) this.#pending.set(number, { key, at });
    if (held !== "network") this.#lanes[lane].opened(number, at, held === null);
    return held;
  }

  /** How a lane is by now. */
  look(lane: Lane): Pressure {
    const line = this.#lanes[lane];
    const was = line.unusual;
    const pressure = line.look();
    if (pressure.unusual !== was) this.changed({ lane, ...pressure });
    return pressure;
  }

  /** Notices in time that things are usual again. */
  round(): void {
    for (const lane of LANES) this.look(lane);
    const before = this.now().getTime() - PENDING_MS;
    for (const [number, { at }] of this.#pending) if (at < before) this.#pending.delete(number);
  }

  #openOf(key: string): number {
    let pending = 0;
    for (const [number, one] of this.#pending) if (one.key === key && !this.#open.has(number)) pending += 1;
    return (this.#counts.get(key) ?? 0) + pending;
  }

  #note(number: number, key: string): void {
    if (this.#open.get(number) === key) return;
    this.#forget(number);
    this.#open.set(number, key);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  #forget(number: number): void {
    const key = this.#open.get(number);
    if (key === undefined) return;
    this.#open.delete(number);
    const left = (this.#counts.get(key) ?? 1) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
