import { createHash, randomBytes } from "node:crypto";

/** Counts the attempts of each key and says how long it must wait. */
export interface LoginThrottle {
  /** In how many seconds the key may be tried; 0: now. Notes nothing. */
  wait(key: string, exists?: boolean): number;
  /** Notes an attempt. Gives 0 when it may be made, else the seconds until the next may. */
  attempt(key: string, exists?: boolean): number;
  /** Forgets the failures of a key. */
  succeeded(key: string, exists?: boolean): void;
}

/** How many attempts are free, and how long one waits after the next: the double each time. */
export interface LoginBackoff {
  free: number;
  firstMs: number;
  mostMs: number;
}

interface Seen {
  failures: number;
  at: number;
  until: number;
}

/** After this long without an attempt the failures of a key are forgotten. */
const forgottenMs = 3_600_000;
/** keys of what exists here: accounts with the networks that tried them, known browsers, sessions */
const mostKeys = 100_000;
/** which all keys share that anybody can make up */
const cells = 65_536;

/** Makes room without letting go of a key that still has to wait, as long as there is another one. */
function makeRoom(known: Map<string, Seen>, at: number): void {
  for (const [key, seen] of known) if (at - seen.at > forgottenMs && at >= seen.until) known.delete(key);
  if (known.size < mostKeys) return;
  for (const [key, { until }] of known)
    if (at >= until) {
      known.delete(key);
      return;
    }
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}

/**
 * Makes a lock-out. Each attempt counts as failed from its beginning, so that many at once are not free. A key of
 * something that exists here is counted by itself. One that anybody can make up (`exists` false) shares one of a fixed
 * number of cells, chosen by a salted hash, so that no flood of such keys pushes any lock out.
 */
export function makeLoginThrottle({ free, firstMs, mostMs }: LoginBackoff, now: () => number): LoginThrottle {
  const known = new Map<string, Seen>();
  const shared = new Map<number, Seen>();
  const salt = randomBytes(16);
  const cellOf = (key: string): number =>
    createHash("sha256").update(salt).update(key).digest().readUInt32BE() % cells;
  const seenOf = (key: string, exists: boolean): Seen | undefined =>
    exists ? known.get(key) : shared.get(cellOf(key));
  const left = (seen: Seen | undefined, at: number): number =>
    seen !== undefined && at < seen.until ? (seen.until - at) / 1000 : 0;
  return {
    wait: (key, exists = true) => left(seenOf(key, exists), now()),
    attempt: (key, exists = true) => {
      const at = now();
      const seen = seenOf(key, exists);
      const wait = left(seen, at);
      if (wait > 0) return wait;
      const before = seen !== undefined && at - seen.at <= forgottenMs + mostMs ? seen.failures : 0;
      const failures = before + 1;
      const next = failures < free ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(20, failures - free));
      const noted = { failures, at, until: at + next };
      if (!exists) shared.set(cellOf(key), noted);
      else {
        if (seen === undefined && known.size >= mostKeys) makeRoom(known, at);
        known.set(key, noted);
      }
      return 0;
    },
    succeeded: (key, exists = true) => {
      if (exists) known.delete(key);
      else shared.delete(cellOf(key));
    },
  };
}
