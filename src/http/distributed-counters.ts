import { z } from "zod";
import type { Store } from "../store/store.ts";
import type { Rate } from "./limits.ts";

interface Bucket {
  left: number;
  /** tokens left in the reserve */
  reserve: number;
  at: number;
  /** when the bucket was last nearly full */
  calmAt: number;
  /** spent since the last report to other processes, or since the bucket was full */
  unshared: number;
}

/** Entitlement to the reserve of a bucket. */
export interface Claim {
  /** start of the conversation in milliseconds since 1970 */
  began: number;
  /** amount that the conversation itself spent lately */
  spent: number;
}

/** Token buckets, one for each key. */
export interface TokenBuckets {
  /**
   * Takes one token. Returns 0 when granted, else the seconds until the next one. A claim that began before the bucket was
   * drained may use the reserve; the emptier the reserve, the less the claimant may have spent itself.
   */
  take(key: string, claim?: Claim | null): number;
  /** Returns 0 when tokens are left, else the seconds until there are. Takes nothing. */
  wait(key: string, claim?: Claim | null): number;
  /** Spends an amount even without cover, down to a debt of one burst. Returns the source of the tokens. */
  spend(key: string, amount: number, claim?: Claim | null): "burst" | "reserve";
  refund(key: string, amount: number, to: "burst" | "reserve"): void;
  /** Returns the tokens left as a share of the burst. */
  left(key: string): number;
  /** Returns the amount that a key spent lately. */
  spent(key: string): number;
  /** Returns and clears the unreported usage of keys below half of their burst. */
  unshared(): [key: string, spent: number][];
  /** Charges usage reported by another process, down to a debt of one burst. */
  spentElsewhere(key: string, amount: number): void;
}

/** Optional behaviour of buckets. */
interface BucketOptions {
  /** extra tokens, as a share of the burst, for claims older than the drain */
  reserve?: number;
  /** usage, as a share of the burst, that is reported to other processes; absent: only keys below half are */
  shareFrom?: number;
  /** maximum number of keys */
  most?: number;
}

/** share of the keys that survives an eviction */
const keptShare = 0.9;
/** share of the burst above which a bucket counts as not drained */
const calm = 0.9;
/** share of the remaining reserve that a claimant may have spent itself */
const modest = 0.1;

function refill(bucket: Bucket, rate: Rate, reserve: number, now: number): void {
  const passed = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(rate.burst, bucket.left + passed * rate.perSecond);
  bucket.reserve = Math.min(reserve * rate.burst, bucket.reserve + passed * reserve * rate.perSecond);
  bucket.at = now;
  if (bucket.left >= calm * rate.burst) bucket.calmAt = now;
  if (bucket.left === rate.burst) bucket.unshared = 0;
}

/** Makes buckets of one rate for a bounded number of keys. Evicts full buckets first, then the oldest. */
export function makeTokenBuckets(
  rate: Rate,
  now: () => number,
  { reserve = 0, shareFrom = Number.POSITIVE_INFINITY, most = 20_000 }: BucketOptions = {},
): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const low = new Set<string>();
  const fillMs = (rate.burst / rate.perSecond) * 1000;
  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) if (at - bucket.at >= fillMs) buckets.delete(key);
    // evicts in bulk, so that not every new key scans all
    for (const key of buckets.keys()) {
      if (buckets.size < most * keptShare) break;
      buckets.delete(key);
    }
  };
  const bucketOf = (key: string): Bucket => {
    const at = now();
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= most) makeRoom(at);
      bucket = { left: rate.burst, reserve: reserve * rate.burst, at, calmAt: at, unshared: 0 };
      buckets.set(key, bucket);
    }
    refill(bucket, rate, reserve, at);
    return bucket;
  };
  const hasReserve = (bucket: Bucket, claim: Claim | null, needed: number): boolean =>
    claim !== null &&
    claim.began < bucket.calmAt &&
    bucket.reserve >= needed &&
    claim.spent <= modest * bucket.reserve;
  const spend = (key: string, bucket: Bucket, amount: number, fromReserve: boolean): void => {
    if (fromReserve) {
      bucket.reserve -= amount;
      return;
    }
    bucket.left = Math.max(-rate.burst, bucket.left - amount);
    bucket.unshared += amount;
    if (bucket.left < rate.burst / 2 || bucket.unshared >= shareFrom * rate.burst) low.add(key);
  };
  /** smallest amount that counts as a token left, against rounding */
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
    refund: (key, amount, to) => spend(key, bucketOf(key), -amount, to === "reserve"),
    spent: (key) => rate.burst - bucketOf(key).left,
    left: (key) => bucketOf(key).left / rate.burst,
    unshared: () => {
      const reported: [string, number][] = [];
      for (const key of low) {
        const bucket = buckets.get(key);
        if (!bucket || bucket.unshared < 1) continue;
        reported.push([key, Math.floor(bucket.unshared)]);
        bucket.unshared -= Math.floor(bucket.unshared);
      }
      low.clear();
      return reported;
    },
    spentElsewhere: (key, amount) => {
      const bucket = bucketOf(key);
      bucket.left = Math.max(-rate.burst, bucket.left - amount);
    },
  };
}

/** Publishes ephemeral events to the other processes of the desk, and subscribes to theirs. */
export type Sharing = Pick<Store, "pass" | "hear">;

/** All token buckets of the desk, by name, shared between its processes. */
export interface DistributedCounters {
  /** Makes named buckets. The reserve of a key is local to each process. */
  buckets(name: string, rate: Rate, options?: BucketOptions): TokenBuckets;
  /** Stops sharing. */
  close(): void;
}

const topic = "counts";
const everyMs = 1000;
/** number of the longest keys that fit into one event */
const keysAtOnce = 50;

const Taken = z.object({
  name: z.string(),
  taken: z.array(z.tuple([z.string(), z.number().int().positive()])),
});

/**
 * Reports heavy usage to the other processes every second, and applies theirs. Returns a function that stops
 * it.
 */
function share(all: ReadonlyMap<string, TokenBuckets>, sharing: Sharing): () => void {
  const publish = (): void => {
    for (const [name, buckets] of all) {
      const unshared = buckets.unshared();
      for (let from = 0; from < unshared.length; from += keysAtOnce)
        sharing.pass(topic, { name, taken: unshared.slice(from, from + keysAtOnce) });
    }
  };
  const timer = setInterval(publish, everyMs).unref();
  const unsubscribe = sharing.hear(topic, (what) => {
    const event = Taken.safeParse(what);
    if (!event.success) return;
    for (const [key, amount] of event.data.taken) all.get(event.data.name)?.spentElsewhere(key, amount);
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}

/**
 * Makes counters that decide locally, without a call to a database. `sharing` null: there are no other
 * processes.
 */
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
