import { z } from "zod";
import type { Store } from "../store/store.ts";
import type { Rate } from "./rate-limits.ts";

interface Bucket {
  left: number;
  /** what is left of the reserve */
  reserve: number;
  at: number;
  /** when it was nearly full last */
  calmAt: number;
  /** taken since it was full, or since others were told */
  untold: number;
}

/** Why somebody may have of a reserve. */
export interface Claim {
  /** when what they are in began, in milliseconds since 1970 */
  began: number;
  /** how much they took themselves lately */
  taken: number;
}

/** Counts what each key takes. */
export interface TokenBuckets {
  /**
   * Takes one. Gives 0 when it may, else the seconds until it may again. What began before the key's bucket was drawn on has
   * the reserve besides; the less is left of that, the less somebody must have taken to have of it.
   */
  take(key: string, claim?: Claim | null): number;
  /** Gives 0 when something is left, else the seconds until it is. Takes nothing. */
  wait(key: string, claim?: Claim | null): number;
  /** Takes an amount whether it is there or not; a key may owe up to one burst. Tells where it was taken from. */
  spend(key: string, amount: number, claim?: Claim | null): "burst" | "reserve";
  giveBack(key: string, amount: number, to: "burst" | "reserve"): void;
  /** How much is left, as a share of the burst. */
  left(key: string): number;
  /** How much a key took lately. */
  taken(key: string): number;
  /** What those who have less than half left took, which was not given here before. */
  untold(): [key: string, taken: number][];
  /** Counts what a key took elsewhere; it may owe up to one burst. */
  tookElsewhere(key: string, taken: number): void;
}

/** What may be wanted of buckets besides. */
interface BucketOptions {
  /** on top, as a share of the burst, for what began before a key was drawn on */
  reserve?: number;
  /** others are told of a key that took this share of the burst since; absent: of those who have less than half left */
  tellFrom?: number;
  /** so many keys are remembered */
  most?: number;
}

/** the share of the keys that stays when room is made */
const kept = 0.9;
/** a bucket that has so much of its burst was not drawn on by a flood */
const calm = 0.9;
/** of what is left of a reserve, what somebody may have taken who has of it */
const modest = 0.1;

function refill(bucket: Bucket, rate: Rate, reserve: number, now: number): void {
  const passed = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(rate.burst, bucket.left + passed * rate.perSecond);
  bucket.reserve = Math.min(reserve * rate.burst, bucket.reserve + passed * reserve * rate.perSecond);
  bucket.at = now;
  if (bucket.left >= calm * rate.burst) bucket.calmAt = now;
  if (bucket.left === rate.burst) bucket.untold = 0;
}

/** Makes buckets of one rate for a bounded number of keys; full ones are forgotten first, then the oldest. */
export function makeTokenBuckets(
  rate: Rate,
  now: () => number,
  { reserve = 0, tellFrom = Number.POSITIVE_INFINITY, most = 20_000 }: BucketOptions = {},
): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const low = new Set<string>();
  const fillMs = (rate.burst / rate.perSecond) * 1000;
  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) if (at - bucket.at >= fillMs) buckets.delete(key);
    // many at once, so that not each new key looks through all
    for (const key of buckets.keys()) {
      if (buckets.size < most * kept) break;
      buckets.delete(key);
    }
  };
  const bucketOf = (key: string): Bucket => {
    const at = now();
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= most) makeRoom(at);
      bucket = { left: rate.burst, reserve: reserve * rate.burst, at, calmAt: at, untold: 0 };
      buckets.set(key, bucket);
    }
    refill(bucket, rate, reserve, at);
    return bucket;
  };
  const hasReserve = (bucket: Bucket, claim: Claim | null, needed: number): boolean =>
    claim !== null &&
    claim.began < bucket.calmAt &&
    bucket.reserve >= needed &&
    claim.taken <= modest * bucket.reserve;
  const spend = (key: string, bucket: Bucket, amount: number, fromReserve: boolean): void => {
    if (fromReserve) {
      bucket.reserve -= amount;
      return;
    }
    bucket.left = Math.max(-rate.burst, bucket.left - amount);
    bucket.untold += amount;
    if (bucket.left < rate.burst / 2 || bucket.untold >= tellFrom * rate.burst) low.add(key);
  };
  /** the least that counts as something, so that a bucket that was emptied to a hair is empty */
  const least = rate.burst / 10_000;
  return {
    take: (key, claim = null) => {
      const bucket = bucketOf(key);
      const isEmpty = bucket.left < 1;
      if (isEmpty && !hasReserve(bucket, claim, 1)) return (1 - bucket.left) / rate.perSecond;
      spend(key, bucket, 1, isEmpty);
      return 0;
    },
    wait: (key, claim = null) => {
      const bucket = bucketOf(key);
      if (bucket.left >= least || hasReserve(bucket, claim, least)) return 0;
      return (least - bucket.left) / rate.perSecond;
    },
    spend: (key, amount, claim = null) => {
      const bucket = bucketOf(key);
      const fromReserve = bucket.left < least && hasReserve(bucket, claim, least);
      spend(key, bucket, amount, fromReserve);
      return fromReserve ? "reserve" : "burst";
    },
    giveBack: (key, amount, to) => spend(key, bucketOf(key), -amount, to === "reserve"),
    taken: (key) => rate.burst - bucketOf(key).left,
    left: (key) => bucketOf(key).left / rate.burst,
    untold: () => {
      const told: [string, number][] = [];
      for (const key of low) {
        const bucket = buckets.get(key);
        if (!bucket || bucket.untold < 1) continue;
        told.push([key, Math.floor(bucket.untold)]);
        bucket.untold -= Math.floor(bucket.untold);
      }
      low.clear();
      return told;
    },
    tookElsewhere: (key, taken) => {
      const bucket = bucketOf(key);
      bucket.left = Math.max(-rate.burst, bucket.left - taken);
    },
  };
}

/** How a process hands something fleeting to the others of the desk, and hears from them. */
export type Sharing = Pick<Store, "pass" | "hear">;

/** All buckets of the desk, by name. */
export interface DistributedCounters {
  /** The reserve of a key is each process's own. */
  buckets(name: string, rate: Rate, options?: BucketOptions): TokenBuckets;
  /** Shares no more. */
  close(): void;
}

const topic = "counts";
const everyMs = 1000;
/** so many keys of the longest kind fit into one call to the other processes */
const keysAtOnce = 50;

const Taken = z.object({
  name: z.string(),
  taken: z.array(z.tuple([z.string(), z.number().int().positive()])),
});

/** Tells the others every second who takes much and how much it was, and hears the same of them. Returns how to stop. */
function share(all: ReadonlyMap<string, TokenBuckets>, sharing: Sharing): () => void {
  const tell = (): void => {
    for (const [name, buckets] of all) {
      const untold = buckets.untold();
      for (let from = 0; from < untold.length; from += keysAtOnce)
        sharing.pass(topic, { name, taken: untold.slice(from, from + keysAtOnce) });
    }
  };
  const rounds = setInterval(tell, everyMs).unref();
  const stopHearing = sharing.hear(topic, (what) => {
    const heard = Taken.safeParse(what);
    if (!heard.success) return;
    for (const [key, taken] of heard.data.taken) all.get(heard.data.name)?.tookElsewhere(key, taken);
  });
  return () => {
    clearInterval(rounds);
    stopHearing();
  };
}

/** Counts in this process, so that no call waits for another one or a database. `sharing` null: there are no others. */
export function makeDistributedCounters(now: () => number, sharing: Sharing | null): DistributedCounters {
  const all = new Map<string, TokenBuckets>();
  const stop = sharing === null ? () => undefined : share(all, sharing);
  return {
    buckets: (name, rate, options = {}) => {
      const buckets = makeTokenBuckets(rate, now, options);
      all.set(name, buckets);
      return buckets;
    },
    close: stop,
  };
}
