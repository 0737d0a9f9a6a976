import type { Origin } from "../client-address.ts";
import type { MemoryBudget } from "../rate-limits.ts";

/** Bytes that are held for those who do not take them, or have not said all. */
export interface HeldMemory {
  /** How many more may be held for somebody; `kept`: for an agent or a conversation that runs. Infinite for this machine itself. */
  room(from: Origin | null, kept?: boolean): number;
  /** Notes that so many more are held, or, negative, so many fewer. */
  hold(from: Origin | null, bytes: number): void;
  /** all that is held */
  held(): number;
}

/** Counts what is held for each network, each wide net and all together. What is known to be wanted has a reserve. */
export function makeHeldMemory({
  reserve,
  perNetwork,
  perWideNetwork,
  ofStrangers,
}: MemoryBudget): HeldMemory {
  const held = new Map<string, number>();
  let all = 0;
  const add = (key: string, bytes: number): void => {
    const next = (held.get(key) ?? 0) + bytes;
    if (next > 0) held.set(key, next);
    else held.delete(key);
  };
  return {
    room: (from, kept = false) => {
      if (from === null) return Number.POSITIVE_INFINITY;
      const more = kept ? 1 + reserve : 1;
      return Math.min(
        perNetwork * more - (held.get(from.network) ?? 0),
        perWideNetwork * more - (held.get(`wide ${from.wide}`) ?? 0),
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
