import type { Rate } from "./limits.ts";

interface Bucket {
  left: number;
  at: number;
  /** taken since it was full, or since others were told */
  untold: number;
}

/** Counts what each key takes. */
export interface Buckets {
  /** Takes one. Gives 0 when it may, else the seconds until it may again. */
  take(key: string): number;
  /** What those who have less than half left took, which was not given here before. */
  untold(): [key: string, taken: number][];
  /** Counts what a key took elsewhere; it may owe up to one burst. */
  tookElsewhere(key: string, taken: number): void;
}

function refill(bucket: Bucket, rate: Rate, now: number): void {
  const passed = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(rate.burst, bucket.left + passed * rate.perSecond);
  bucket.at = now;
  if (bucket.left === rate.burst) bucket.untold = 0;
}

/** Makes buckets of one rate for at most `most` keys; full ones are forgotten first, then the oldest. */
export function makeBuckets(rate: Rate, now: () => number, most = 20_000): Buckets {
  const buckets = new Map<string, Bucket>();
  const low = new Set<string>();
  const fillMs = (rate.burst / rate.perSecond) * 1000;
  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) if (at - bucket.at >= fillMs) buckets.delete(key);
    for (const key of buckets.keys()) {
      if (buckets.size < most) break;
      buckets.delete(key);
    }
  };
  const bucketOf = (key: string): Bucket => {
    const at = now();
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= most) makeRoom(at);
      bucket = { left: rate.burst, at, untold: 0 };
      buckets.set(key, bucket);
    }
    refill(bucket, rate, at);
    return bucket;
  };
  return {
    take: (key) => {
      const bucket = bucketOf(key);
      if (bucket.left < 1) return (1 - bucket.left) / rate.perSecond;
      bucket.left -= 1;
      bucket.untold += 1;
      if (bucket.left < rate.burst / 2) low.add(key);
      return 0;
    },
    untold: () => {
      const told: [string, number][] = [];
      for (const key of low) {
        const bucket = buckets.get(key);
        if (!bucket || bucket.untold === 0) continue;
        told.push([key, bucket.untold]);
        bucket.untold = 0;
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
