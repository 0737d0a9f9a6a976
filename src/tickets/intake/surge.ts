import { z } from "zod";

const count = (usual: number) => z.number().int().positive().default(usual);

/** Limits of strangers' tickets: `tickets` in data/limits.json. */
export const TicketLimits = z
  .strictObject({
    openPerNetwork: count(10).describe(
      "Tickets of strangers from one address that are queued or claimed. Further ones wait in quarantine.",
    ),
    windowMinutes: count(10).describe("Minutes over which strangers' tickets are counted."),
    neverUnusual: count(20).describe(
      "Number of tickets in the window that never counts as unusual, however quiet the desk was.",
    ),
    alwaysUnusual: count(200).describe(
      "Number of tickets in the window that always counts as unusual, however busy the desk was.",
    ),
    undoMinutes: count(60).describe("Minutes for which a bulk close can be undone."),
  })
  .refine(({ neverUnusual, alwaysUnusual }) => neverUnusual <= alwaysUnusual, {
    path: ["neverUnusual"],
    message: "must not be more than alwaysUnusual",
  });
export type TicketLimits = z.infer<typeof TicketLimits>;

export const defaultTicketLimits: TicketLimits = TicketLimits.parse({});

type Rules = Pick<TicketLimits, "windowMinutes" | "neverUnusual" | "alwaysUnusual">;

const LEARNT_DAYS = 14;
/** recent tickets are excluded, so that a flood does not count as usual */
const TOO_FRESH_MS = 3_600_000;
/** percentile of past windows that counts as busy */
const SHARE = 0.75;
const ABOVE_USUAL = 3;

const windowMs = ({ windowMinutes }: Pick<TicketLimits, "windowMinutes">): number => windowMinutes * 60_000;

/** Returns the highest usual number of tickets per window. `openings`: times of earlier tickets in ms. */
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

/** Returns whether a rate is unusual. Hysteresis: it stays unusual until it falls to half the usual limit. */
export const isUnusual = (recent: number, usual: number, was: boolean): boolean =>
  was ? recent > usual / 2 : recent >= usual;

const LEARN_EVERY_MS = 60_000;
/** maximum number of remembered openings */
const MOST_LEARNT = 20_000;

/** Recent events by id, each counted once. */
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

/** Current rate of a class. */
export interface Pressure {
  recent: number;
  usual: number;
  proven: number;
  /** in ms since the epoch */
  windowBegan: number;
  unusual: boolean;
}

/** Rate of strangers' tickets in one class. */
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

  /** Records an opened ticket. Quarantined ones (`teaches` false) do not count towards the usual rate. */
  opened(number: number, at: number, teaches: boolean): void {
    this.#recent.add(number, at, this.since);
    if (teaches && !this.#learnt.has(number)) this.#learnt.set(number, at);
  }

  /** Records a ticket released by a proof of work. */
  proved(number: number, at: number): void {
    this.#proven.add(number, at, this.since);
  }

  /** Start of the window, in ms since the epoch. */
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
