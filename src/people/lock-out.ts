/** Counts the attempts of each key and says how long it must wait. */
export interface LockOut {
  /** Notes an attempt. Gives 0 when it may be made, else the seconds until the next may. */
  attempt(key: string): number;
  /** Forgets the failures of a key. */
  succeeded(key: string): void;
}

/** How many attempts are free, and how long one waits after the next: the double each time. */
export interface Patience {
  free: number;
  firstMs: number;
  mostMs: number;
}

export const perAccount: Patience = { free: 5, firstMs: 30_000, mostMs: 15 * 60_000 };
export const perAddress: Patience = { free: 30, firstMs: 30_000, mostMs: 15 * 60_000 };

/** After this long without an attempt the failures of a key are forgotten. */
const forgottenMs = 3_600_000;
const mostKeys = 10_000;

/** Makes a lock-out. Each attempt counts as failed from its beginning, so that many at once are not free. */
export function makeLockOut({ free, firstMs, mostMs }: Patience, now: () => number): LockOut {
  const known = new Map<string, { failures: number; at: number; until: number }>();
  const makeRoom = (at: number): void => {
    for (const [key, seen] of known) if (at - seen.at > forgottenMs && at >= seen.until) known.delete(key);
    const [oldest] = known.keys();
    if (known.size >= mostKeys && oldest !== undefined) known.delete(oldest);
  };
  return {
    attempt: (key) => {
      const at = now();
      const seen = known.get(key);
      if (seen !== undefined && at < seen.until) return (seen.until - at) / 1000;
      const before = seen !== undefined && at - seen.at <= forgottenMs + mostMs ? seen.failures : 0;
      const failures = before + 1;
      const wait = failures < free ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(20, failures - free));
      if (seen === undefined && known.size >= mostKeys) makeRoom(at);
      known.set(key, { failures, at, until: at + wait });
      return 0;
    },
    succeeded: (key) => void known.delete(key),
  };
}
