import { z } from "zod";

const count = (usual: number) => z.number().int().positive().default(usual);

/** How many tickets strangers open: `tickets` in data/limits.json. */
export const TicketLimits = z
  .strictObject({
    openPerNetwork: count(10).describe(
      "Tickets of strangers at one address that are queued or claimed. More wait in quarantine.",
    ),
    windowMinutes: count(10).describe("Minutes over which strangers' tickets are counted."),
    neverUnusual: count(20).describe(
      "Tickets in that window that are never unusual, however quiet the desk has been.",
    ),
    alwaysUnusual: count(200).describe(
      "Tickets in that window that are always unusual, however busy the desk has been.",
    ),
    undoMinutes: count(60).describe(
      "Minutes for which the tickets of a network that were closed together can be reopened.",
    ),
  })
  .refine(({ neverUnusual, alwaysUnusual }) => neverUnusual <= alwaysUnusual, {
    path: ["neverUnusual"],
    message: "must not be more than alwaysUnusual",
  });
export type TicketLimits = z.infer<typeof TicketLimits>;

export const defaultTicketLimits: TicketLimits = TicketLimits.parse({});

type Rules = Pick<TicketLimits, "windowMinutes" | "neverUnusual" | "alwaysUnusual">;

const LEARNT_DAYS = 14;
/** what is going on now teaches nothing about what is usual */
const TOO_FRESH_MS = 3_600_000;
/** three in four of the times in which there were any had fewer */
const SHARE = 0.75;
const ABOVE_USUAL = 3;

const windowMs = ({ windowMinutes }: Pick<TicketLimits, "windowMinutes">): number => windowMinutes * 60_000;

/** How many tickets of strangers within a window are still usual for this desk. `openings`: when earlier ones were opened, in ms. */
export function mostUsual(openings: Iterable<number>, now: number, rules: Rules): number {
  const counts = new Map<number, number>();
  for (const at of openings) {
    if (at > now - TOO_FRESH_MS || at < now - LEARNT_DAYS * 86_400_000) continue;
    const window = Math.floor(at / windowMs(rules));
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  const sorted = [...counts.values()].sort((one, other) => one - other);
  const busy = sorted[Math.ceil(sorted.length * SHARE) - 1] ?? 0;
  return Math.min(Math.max(busy * ABOVE_USUAL, rules.neverUnusual), rules.alwaysUnusual);
}

/** Whether so many within the last window are unusual. What was unusual stays so until they are half of what is usual. */
export const isUnusual = (recent: number, usual: number, was: boolean): boolean =>
  was ? recent > usual / 2 : recent >= usual;

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
