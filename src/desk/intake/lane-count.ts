import { isUnusual, LEARNT_DAYS, mostUsual, windowMs } from "./surge.ts";
import type { TicketLimits } from "./ticket-limits.ts";

const LEARN_EVERY_MS = 60_000;
/** openings that are remembered for what is usual */
const MOST_LEARNT = 20_000;

/** Things that happened once each lately. */
class Recent {
  readonly #at = new Map<number, number>();

  add(number: number, at: number, since: number): void {
    if (at >= since && !this.#at.has(number)) this.#at.set(number, at);
  }

  count(since: number): number {
    for (const [number, at] of this.#at) {
      if (at >= since) break;
      this.#at.delete(number);
    }
    return this.#at.size;
  }
}

/** How a lane is just now. */
export interface Pressure {
  recent: number;
  usual: number;
  proven: number;
  /** in ms since the epoch */
  windowBegan: number;
  unusual: boolean;
}

/** How many tickets of strangers were opened lately in one lane, and whether that is unusual. */
export class LaneCount {
  unusual = false;
  readonly #recent = new Recent();
  readonly #proven = new Recent();
  readonly #learnt = new Map<number, number>();
  #usual = 0;
  #learntAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly limits: TicketLimits,
    private readonly now: () => Date,
  ) {}

  /** Notes that a ticket was opened; what went into quarantine does not teach what is usual. */
  opened(number: number, at: number, teaches: boolean): void {
    this.#recent.add(number, at, this.since);
    if (teaches && !this.#learnt.has(number)) this.#learnt.set(number, at);
  }

  /** Notes that a proof of work let a ticket in. */
  proved(number: number, at: number): void {
    this.#proven.add(number, at, this.since);
  }

  /** When the window began. */
  get since(): number {
    return this.now().getTime() - windowMs(this.limits);
  }

  look(): Pressure {
    const now = this.now().getTime();
    if (now - this.#learntAt >= LEARN_EVERY_MS || now < this.#learntAt) this.#learn(now);
    const windowBegan = this.since;
    const recent = this.#recent.count(windowBegan);
    this.unusual = isUnusual(recent, this.#usual, this.unusual);
    const proven = this.#proven.count(windowBegan);
    return { recent, usual: this.#usual, proven, windowBegan, unusual: this.unusual };
  }

  #learn(now: number): void {
    for (const [number, at] of this.#learnt)
      if (at < now - LEARNT_DAYS * 86_400_000 || this.#learnt.size > MOST_LEARNT) this.#learnt.delete(number);
    this.#usual = mostUsual(this.#learnt.values(), now, this.limits);
    this.#learntAt = now;
  }
}
