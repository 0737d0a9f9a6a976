import type { Rate } from "./limits.ts";

interface Bucket {
  left: number;
  at: number;
}

/** Counts what each key takes. Gives 0 when it may, else the seconds until it may again. */
export type Buckets = (key: string) => number;

/** Takes one from a bucket, or says how many seconds until there is one. */
function takeOne(bucket: Bucket, rate: Rate, now: number): number {
  const passed = Math.max(0, now - bucket.at) / 1000;
  bucket.left = Math.min(rate.burst, bucket.left + passed * rate.perSecond);
  bucket.at = now;
  if (bucket.left < 1) return (1 - bucket.left) / rate.perSecond;
  bucket.left -= 1;
  return 0;
}

/** Makes buckets of one rate for at most `most` keys; full ones are forgotten first, then the oldest. */
export function makeBuckets(rate: Rate, now: () => number, most = 20_000): Buckets {
  const buckets = new Map<string, Bucket>();
  const fillMs = (rate.burst / rate.perSecond) * 1000;
  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) if (at - bucket.at >= fillMs) buckets.delete(key);
    for (const key of buckets.keys()) {
      if (buckets.size < most) break;
      buckets.delete(key);
    }
  };
  return (key) => {
    const at = now();
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= most) makeRoom(at);
      bucket = { left: rate.burst, at };
      buckets.set(key, bucket);
    }
    return takeOne(bucket, rate, at);
  };
}
