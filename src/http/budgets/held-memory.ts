import type { Origin } from "../client-address.ts";
import type { MemoryBudget } from "../limits.ts";

/** Memory held for slow readers and incomplete requests, in bytes. */
export interface HeldMemory {
  /**
   * Returns how many more bytes may be held for an origin; Infinity for this machine. `kept`: an agent or an
   * active conversation, which may use the reserve.
   */
  room(from: Origin | null, kept?: boolean): number;
  /** Adds to the held bytes; a negative number releases them. */
  hold(from: Origin | null, bytes: number): void;
  /** Returns the total of held bytes. */
  held(): number;
}

/**
 * Counts held bytes by network, by wide network and in total. Active conversations may use a reserve on top.
 */
export function makeHeldMemory({
  reserve,
  perNetwork,
  perWideNetwork,
  ofStrangers,
}: MemoryBudget): HeldMemory {
  const sizes = new Map<string, number>();
  let all = 0;
  const add = (key: string, bytes: number): void => {
    const next = (sizes.get(key) ?? 0) + bytes;
    if (next > 0) sizes.set(key, next);
    else sizes.delete(key);
  };
  return {
    room: (from, kept = false) => {
      if (from === null) return Number.POSITIVE_INFINITY;
      const more = kept ? 1 + reserve : 1;
      return Math.min(
        perNetwork * more - (sizes.get(from.network) ?? 0),
        perWideNetwork * more - (sizes.get(`wide ${from.wide}`) ?? 0),
        ofStrangers * more - all,
      );
    },
    hold: (from, bytes) => {
      if (from === null) return;
      add(from.network, bytes);
      add(`wide ${from.wide}`, bytes);
      all += bytes;
    },
    held: () => all,
  };
}
