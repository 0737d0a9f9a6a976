import type { Store } from "../../store/store.ts";
import { type HeldBecause, isOpen, isQuarantined, type Ticket } from "../../store/ticket.ts";
import { LaneCount, type Pressure, type TicketLimits } from "./surge.ts";

/** Intake class. Distress is counted separately, so that a flood does not delay it. */
type Lane = "ordinary" | "distress";

/** Returns the reason to quarantine a new ticket, or null. Tickets without a network are vouched for. */
export function quarantineReason(
  network: string | null,
  counts: { openOfNetwork: number; unusual: boolean },
  { openPerNetwork }: Pick<TicketLimits, "openPerNetwork">,
): HeldBecause | null {
  if (network === null) return null;
  if (counts.openOfNetwork >= openPerNetwork) return "network";
  return counts.unusual ? "rate" : null;
}

/** Limit of proven tickets per window, as a multiple of the usual rate. */
const MOST_PROVEN = 5;

/**
 * Returns whether a proof of work releases a ticket. Conversations from before the window do not count towards the limit,
 * because a flood has to begin its own.
 */
export const provenMayEnter = (
  conversationBegan: number,
  { windowBegan, proven, usual }: Pick<Pressure, "windowBegan" | "proven" | "usual">,
): boolean => conversationBegan < windowBegan || proven < usual * MOST_PROVEN;

/** A request for a ticket. */
export interface Applicant {
  /** number of the future ticket */
  number: number;
  /** keyed hash; null: vouched for */
  network: string | null;
  lane: Lane;
}

/** age at which a pending ticket is dropped, because its turn was abandoned */
const PENDING_MS = 60_000;
const MOST_READ = 2_000;
const LANES: readonly Lane[] = ["ordinary", "distress"];

export const laneOf = ({ distress }: Pick<Ticket, "distress">): Lane =>
  distress === null ? "ordinary" : "distress";

const inQueueOrTaken = (ticket: Ticket): boolean => isOpen(ticket) && !isQuarantined(ticket);

/**
 * Counts strangers' tickets: open ones by network, and recent ones. Every process observes the same tickets.
 */
export class Intake {
  /** class and network of open and pending tickets */
  readonly #open = new Map<number, string>();
  readonly #pending = new Map<number, { key: string; at: number }>();
  readonly #counts = new Map<string, number>();
  /** tickets that changed during the initial load */
  #seen: Set<number> | null = new Set();
  readonly #lanes: Record<Lane, LaneCount>;

  constructor(
    private readonly limits: TicketLimits,
    private readonly now: () => Date,
    /** called when the rate of a class becomes unusual or usual again */
    private readonly changed: (about: Pressure & { lane: Lane }) => void,
  ) {
    this.#lanes = { ordinary: new LaneCount(limits, now), distress: new LaneCount(limits, now) };
  }

  /** Loads the newest tickets, from which the usual rate is derived. */
  async load(store: Pick<Store, "newestTickets" | "openTickets">): Promise<void> {
    const newest = await store.newestTickets({ limit: MOST_READ });
    const open = await store.openTickets();
    for (const ticket of [...newest.toReversed(), ...open])
      if (!this.#seen?.has(ticket.number)) this.#take(ticket);
    this.#seen = null;
  }

  /** Updates a ticket. */
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
    const reason = ticket.audit.find(({ what }) => what === "quarantined")?.about["because"] ?? null;
    if (reason !== "network") line.opened(number, Date.parse(ticket.openedAt), reason === null);
    const proof = ticket.audit.findLast(({ what, who }) => what === "let-in" && who.kind === "desk");
    if (proof !== undefined) line.proved(number, Date.parse(proof.at));
  }

  /** Decides whether a new ticket is quarantined, and counts it. */
  admit({ number, network, lane }: Applicant): HeldBecause | null {
    if (network === null) return null;
    const key = `${lane} ${network}`;
    const { unusual } = this.look(lane);
    const reason = quarantineReason(network, { openOfNetwork: this.#openOf(key), unusual }, this.limits);
    const at = this.now().getTime();
    if (reason === null) this.#pending.set(number, { key, at });
    if (reason !== "network") this.#lanes[lane].opened(number, at, reason === null);
    return reason;
  }

  /** Returns the current rate of a class. */
  look(lane: Lane): Pressure {
    const line = this.#lanes[lane];
    const was = line.unusual;
    const pressure = line.look();
    if (pressure.unusual !== was) this.changed({ lane, ...pressure });
    return pressure;
  }

  /** Updates the rates, and drops expired pending tickets. */
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
